//! The language that a text is written in.

use whatlang::Lang;

/// How much of a text is looked at, in bytes: the detector takes a tenth of a millisecond for it.
const LOOKED_AT: usize = 1_500;
/// In fewer letters than these a language cannot be told from its neighbours.
const FEWEST_LETTERS: usize = 120;
/// Of Japanese, as many syllabic signs tell it.
const FEWEST_KANA: usize = 12;
/// Words that stand in nearly every English text and in few others.
const ENGLISH: [&str; 3] = [" the ", " and ", " was "];
/// So long a text has a letter that is no ASCII, unless it is English or Dutch.
const LONG_ENOUGH: usize = 400;
const DUTCH: [&str; 3] = [" het ", " een ", " van "];
/// Languages that postmortems are met in; a text in another one stays as it is.
const KNOWN: [(Lang, &str); 19] = [
    (Lang::Eng, "en"),
    (Lang::Fra, "fr"),
    (Lang::Deu, "de"),
    (Lang::Spa, "es"),
    (Lang::Por, "pt"),
    (Lang::Ita, "it"),
    (Lang::Nld, "nl"),
    (Lang::Cmn, "zh"),
    (Lang::Kor, "ko"),
    (Lang::Rus, "ru"),
    (Lang::Ukr, "uk"),
    (Lang::Pol, "pl"),
    (Lang::Ces, "cs"),
    (Lang::Swe, "sv"),
    (Lang::Dan, "da"),
    (Lang::Nob, "nb"),
    (Lang::Fin, "fi"),
    (Lang::Tur, "tr"),
    (Lang::Hun, "hu"),
];

/// The language (BCP 47, without a region) that a text is written in; `None` where that is not plain. Code and links should
/// not be part of it, though a little of both does no harm.
pub fn detect_language(text: &str) -> Option<&'static str> {
    let text = &text[..text.floor_char_boundary(LOOKED_AT)];
    // Most pages are English, and seen to be at a glance.
    if ENGLISH.iter().all(|word| text.contains(word)) {
        return Some("en");
    }
    // Kana stand in no other language, and a few words of Japanese among names in Latin letters are enough.
    if text.chars().filter(|c| matches!(c, '\u{3041}'..='\u{30ff}')).count() >= FEWEST_KANA {
        return Some("ja");
    }
    if text.len() >= LONG_ENOUGH && text.is_ascii() && !DUTCH.iter().any(|word| text.contains(word)) {
        return None;
    }
    let found = whatlang::detect(text)?;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let own_script = matches!(found.lang(), Lang::Cmn | Lang::Kor);
    let is_plain = found.is_reliable() && letters >= if own_script { FEWEST_LETTERS / 6 } else { FEWEST_LETTERS };
    KNOWN.iter().find(|(lang, _)| is_plain && *lang == found.lang()).map(|(_, tag)| *tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_their_words_and_signs() {
        for (text, language) in [
            (
                "The queue was full and the workers were idle for an hour, because the leader had lost its lease.",
                Some("en"),
            ),
            (
                "La base de données est restée injoignable pendant une heure, parce que le certificat avait expiré la veille \
                 sans que personne ne soit prévenu de cette échéance.",
                Some("fr"),
            ),
            (
                "Die Datenbank war eine Stunde lang nicht erreichbar, weil das Zertifikat am Vortag abgelaufen war und niemand \
                 davon erfahren hatte, dass es erneuert werden musste.",
                Some("de"),
            ),
            ("検索が停止した。原因は証明書の期限切れである。監視は通知しなかった。", Some("ja")),
            ("error: connection refused", None),
            ("", None),
        ] {
            assert_eq!(detect_language(text), language, "{text}");
        }
    }
}
