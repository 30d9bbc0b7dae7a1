//! Words that every text may have: they are rare in a small library by chance, and say nothing when two texts share them.
//!
//! Word counts alone cannot tell `kubelet` from `several` where each stands in two of thirty postmortems. These are
//! the plain words of English and French prose (not of any trade), the words of which postmortems are made, of days
//! and of links. They are left out of likeness and never given as a reason; search has them all.

use crate::search::Analyzer;
use std::collections::HashSet;

const ENGLISH: &str = "
    a about above across actually add added adding additional after again against ago all allow allowed almost alone
    along already also although always am among amount an and another any anyone anything approach appear appeared
    approximately are area around as ask asked aspect at attempt attempted available away back bad based basic became
    because become been before began begin behavior behaviour behind being believe below besides best better between
    beyond big bit both bring brought but by call called came can cannot case cause caused causing certain certainly
    chance change changed choose clear clearly close come comes common complete completely concern consequently
    consider consist contain continue continued correct correctly could couldn't couple course current currently daily
    day decide decided decision default describe described despite determine did didn't differ different difficult
    directly discover discovered discuss do does doesn't doing don't done down due during each earlier early easily
    easy effect either else end ended enough entire entirely especially etc even event eventually ever every everyone
    everything exactly example except exist expect expected experience experienced explain extra extremely fact fail
    failed failing failure fairly far fast few fewer find fine first follow followed following follow-up for force
    form former forward found four frequently from front full fully further general generally get getting give given
    go goes going gone good got great group had half happen happened happening hard has have haven't having he
    heavily heavy help her here high higher highly him his hit hold hope hour hours how however huge idea identified
    identify if immediate immediately important improve improved in include included includes including increase
    increased indeed indicate initial initially instead intend intended into involve is isn't it item its itself just
    keep kept kind knew know knowledge known lack large larger largely last late later latest lead learn learned
    learnt least leave led left less let level like likely line list little long longer look looked looking lot low
    lower made main mainly maintain major make makes making many mark matter may maybe me mean meaning meant meanwhile
    member mention might minor minute minutes moment month more morning most mostly move moved much multiple must my
    name namely near nearly necessary need needed needs neither never nevertheless new next nine no nobody none nor
    normal normally not note noted nothing notice noticed now number numerous observe observed obvious obviously occur
    occurred of off often ok old on once one ones only onto or original originally other others
    otherwise our ours out outside over overall own page paragraph part partial particular particularly past people
    per perform performed perhaps period person personal place plan planned play please point poor position possible
    possibly potential potentially prepare present prevent prevented previous previously probably problem proceed
    process properly provide provided put question quick quickly quite raise rapid rapidly rate rather reach reached
    read ready real realize realized realise realised really reason recent recently reduce reduced regard regular
    related relatively relevant remain remained remaining remove removed require required resulted result resulting
    return returned right roughly said same saw say saying second section see seem seemed seems seen send sent
    separate serious set seven several shall she short shortly should shouldn't show showed shown side significant
    significantly similar simple simply since single situation six size slight slightly small so soon some somebody
    somehow someone something sometimes somewhat somewhere sort specific spend start started starting state stay
    step still stop stopped strange subsequent subsequently such sudden suddenly suffer suggest suggested suggestion
    suitable supposed sure surprise take taken takes taking talk tell ten tend term than thank that the their them
    themselves then there therefore these they thing things think third this thorough those though thought three
    through throughout thus time times to today together told tomorrow too took top total toward towards tried true
    try trying turn turned twenty two type typical typically under understand understanding understood unable
    unclear unexpected unexpectedly unfortunately unknown unless unlike until unusual up upon us use used useful uses
    using usual usually various very via view visible want wanted was wasn't way ways we week weeks well went were
    weren't what whatever when whenever where whether which while who whole whom whose why wide widely will wish with
    within without won't word work worked working works worse worst would wouldn't written wrong year years yes
    yesterday yet you your zero
    analyse analysed analysis analyze analyzed recur recurred recurrence
    accord according active actively activity assume assuming confirm confirmed confuse confused enter entered self
    site temporary temporarily warn warning
    accident action address affect affected alert answer author company contact contribute contributing customer
    detect detected detection disruption downtime engineer engineering ensure escalate escalated factor fix fixed
    impact impacted incident inform investigate investigated investigation issue lesson lessons lucky maintainer manual
    manually mitigate mitigated mitigation occurrence operator ops outage owner post postmortem post-mortem report
    reported reporting resolution resolve resolved responder response review root service severity status summary team
    timeline trigger triggered update updated user";

const FRENCH: &str = "
    a afin ai ainsi ait alors apres assez au aucun aucune aujourd'hui auparavant aura aurait aussi aussitot autant
    autre autres aux avaient avait avant avec avoir beaucoup bien bon car ce ceci cela celle celui cependant certain
    certains ces cet cette ceux chaque chez ci comme comment concerne contre d'abord dans de debut deja depuis
    derniere dernier des dessous dessus deux devait deux devoir doit donc dont du durant effet egalement elle elles
    en encore enfin ensuite entre environ est et etaient etait etant ete etre eu fait faire fin fois font fut grand
    heure heures hors ici il ils jamais jour jours jusque la le les leur leurs lieu lors lorsque lui ma mais mal meme
    mes mieux mis moins mois mon ne ni nombre non nos notre nous nouveau nouvelle ou par parce parfois partie partir
    pas pendant peu peut plus plusieurs plutot point pour pourquoi pouvait premier premiere pris puis puisque qu'il
    quand quatre que quel quelle quelques qui quoi rien sa sans se sera ses seul seule seulement si son sont sous
    souvent sur ta tandis tant tel telle tous tout toute toutefois toutes tres trois trop trouve un une utilise vers
    voici voir vous vu action affecte affectee alerte analyse cause chronologie clients correction equipe impact
    incident interruption minutes panne probleme rapport resolution resolu resume service utilisateur utilisateurs";

/// Days, months, zones, links: the same in every language.
const CALENDAR_AND_LINKS: &str = "
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun janvier fevrier mars avril mai juin
    juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche utc gmt pst
    pdt est edt cst cdt cet cest bst jst am pm http https www com org net html htm png jpg jpeg gif svg md index";

/// The terms that say nothing, as the search analyser writes them.
#[derive(Debug)]
pub(super) struct Common(HashSet<String>);

impl Common {
    /// All of them.
    pub(super) fn new() -> Common {
        let mut analyzer = Analyzer::default();
        let mut terms = HashSet::new();
        for (text, language) in [
            (ENGLISH, "en"),
            (FRENCH, "fr"),
            (CALENDAR_AND_LINKS, "en"),
            (CALENDAR_AND_LINKS, "fr"),
            (CALENDAR_AND_LINKS, ""),
        ] {
            analyzer.analyze(text, language, |token| {
                terms.insert(token.term.to_owned());
            });
        }
        Common(terms)
    }

    /// Whether a term can say what a text is about: a word or a name, neither common nor a number, a date, a quantity
    /// or an address on the web.
    pub(super) fn is_telling(&self, term: &str) -> bool {
        is_word(term) && !is_address(term) && !self.0.contains(term)
    }
}

/// Whether a term is a word or a name rather than a number, a date, a time or a quantity.
fn is_word(term: &str) -> bool {
    let letters = term.chars().filter(|c| c.is_alphabetic()).count();
    let digits = term.chars().filter(char::is_ascii_digit).count();
    let quantity = term.starts_with(|c: char| c.is_ascii_digit()) && digits >= letters;
    letters > 0 && !quantity && (letters + digits > 2 || !term.is_ascii())
}

/// Whether a term is a piece of a URL: a host with a path.
fn is_address(term: &str) -> bool {
    term.starts_with("www.") || term.contains("//") || term.split_once('/').is_some_and(|(host, _)| host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_telling_and_plain_words_are_not() {
        let common = Common::new();
        for word in ["kube-lego", "x509", "err_conn_reset", "証明", "etcd", "s3-api", "certif", "var/lib/etcd"] {
            assert!(common.is_telling(word), "{word}");
        }
        for other in ["2018-01-18", "13:35", "10.0.3.7", "1h50m", "500g", "a", "20", "ms"] {
            assert!(!common.is_telling(other), "{other}");
        }
        for other in ["outag", "januari", "sever", "news.ycombinator.com/item", "www.example.com", "utilis", "fevrier"]
        {
            assert!(!common.is_telling(other), "{other}");
        }
    }
}
