//! Language tags (BCP 47) as they stand in names of files and in settings, and what languages call themselves.

/// Every two-letter code (ISO 639-1), each followed by the language's own name where readers are likely to meet it.
const CODES: &str = "aa ab ae af=Afrikaans ak am=አማርኛ an ar=العربية as av ay az=Azərbaycanca ba be=Беларуская \
    bg=Български bi bm bn=বাংলা bo br=Brezhoneg bs=Bosanski ca=Català ce ch co=Corsu cr cs=Čeština cu cv cy=Cymraeg \
    da=Dansk de=Deutsch dv dz ee el=Ελληνικά en=English eo=Esperanto es=Español et=Eesti eu=Euskara fa=فارسی ff \
    fi=Suomi fj fo=Føroyskt fr=Français fy=Frysk ga=Gaeilge gd=Gàidhlig gl=Galego gn gu=ગુજરાતી gv ha=Hausa he=עברית \
    hi=हिन्दी ho hr=Hrvatski ht hu=Magyar hy=Հայերեն hz ia id=Indonesia ie ig=Igbo ii ik io is=Íslenska it=Italiano iu \
    ja=日本語 jv ka=ქართული kg ki kj kk=Қазақша kl km=ខ្មែរ kn=ಕನ್ನಡ ko=한국어 kr ks ku=Kurdî kv kw ky la=Latina \
    lb=Lëtzebuergesch lg li ln lo=ລາວ lt=Lietuvių lu lv=Latviešu mg mh mi mk=Македонски ml=മലയാളം mn=Монгол \
    mr=मराठी ms=Melayu mt=Malti my=မြန်မာ na nb=Norsk~bokmål nd ne=नेपाली ng nl=Nederlands nn=Nynorsk no=Norsk nr nv ny \
    oc=Occitan oj om or os pa=ਪੰਜਾਬੀ pi pl=Polski ps=پښتو pt=Português qu rm=Rumantsch rn ro=Română ru=Русский rw sa sc \
    sd se sg si=සිංහල sk=Slovenčina sl=Slovenščina sm sn so=Soomaali sq=Shqip sr=Српски ss st su sv=Svenska \
    sw=Kiswahili ta=தமிழ் te=తెలుగు tg th=ไทย ti tk tl=Tagalog tn to tr=Türkçe ts tt tw ty ug uk=Українська ur=اردو uz \
    ve vi=Tiếng~Việt vo wa wo xh yi yo za zh=中文 zu";

fn codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    CODES.split_ascii_whitespace().map(|code| code.split_once('=').unwrap_or((code, "")))
}

/// A language tag as it is usually written (`fr`, `pt-BR`, `zh-Hant-TW`), from any case and with `-` or `_`; `None`
/// where the text is no tag of a language with a two-letter code.
pub fn language_tag(text: &str) -> Option<String> {
    let mut parts = text.split(['-', '_']);
    let code = parts.next().filter(|code| code.len() == 2)?.to_ascii_lowercase();
    codes().find(|(known, _)| *known == code)?;
    let mut tag = code;
    let mut next = parts.next();
    let is = |part: &str, length: usize, kind: fn(&char) -> bool| {
        part.chars().count() == length && part.chars().all(|c| kind(&c))
    };
    if let Some(script) = next.filter(|part| is(part, 4, char::is_ascii_alphabetic)) {
        tag.push('-');
        tag.push_str(&script[..1].to_ascii_uppercase());
        tag.push_str(&script[1..].to_ascii_lowercase());
        next = parts.next();
    }
    if let Some(region) =
        next.filter(|part| is(part, 2, char::is_ascii_alphabetic) || is(part, 3, char::is_ascii_digit))
    {
        tag.push('-');
        tag.push_str(&region.to_ascii_uppercase());
        next = parts.next();
    }
    next.is_none().then_some(tag)
}

/// The language of a tag without script and region, in lower case.
pub fn primary_language(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase()
}

/// What a language calls itself: `Français`, `Português (BR)`; the tag where nobody knows.
pub fn own_name(tag: &str) -> String {
    let primary = primary_language(tag);
    let name = codes().find(|(code, name)| *code == primary && !name.is_empty()).map(|(_, name)| name);
    let Some(name) = name else { return tag.to_owned() };
    let name = name.replace('~', " ");
    match tag.split_once(['-', '_']) {
        Some((_, rest)) => format!("{name} ({rest})"),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_in_any_case() {
        for (text, tag) in [
            ("fr", Some("fr")),
            ("FR", Some("fr")),
            ("pt_br", Some("pt-BR")),
            ("zh-hant", Some("zh-Hant")),
            ("ZH-HANT-tw", Some("zh-Hant-TW")),
            ("es-419", Some("es-419")),
            ("xx", None),
            ("fra", None),
            ("fr-", None),
            ("fr-france", None),
            ("fr-FR-x", None),
            ("é", None),
            ("", None),
        ] {
            assert_eq!(language_tag(text).as_deref(), tag, "{text}");
        }
    }

    #[test]
    fn languages_are_called_as_they_call_themselves() {
        assert_eq!(own_name("fr"), "Français");
        assert_eq!(own_name("pt-BR"), "Português (BR)");
        assert_eq!(own_name("vi"), "Tiếng Việt");
        assert_eq!(own_name("aa"), "aa");
        assert_eq!(codes().count(), 183);
        assert!(codes().is_sorted());
    }
}
