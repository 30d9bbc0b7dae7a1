//! Lists of words as text.

/// A sorted list in which each word is written as a capital letter, which says how many characters it shares with the
/// word before it (A: none), and the rest. Forms are folded, so no other capitals occur.
pub(in crate::search) fn front_coded<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let mut before = "";
    for word in words {
        let shared = before.chars().zip(word.chars()).take_while(|(a, b)| a == b).count().min(25);
        // At most 25: a letter.
        text.push(char::from(b'A' + u8::try_from(shared).unwrap_or(0)));
        text.extend(word.chars().skip(shared));
        before = word;
    }
    text
}

/// Reads what [`front_coded`] wrote.
pub(in crate::search) fn read_front_coded(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Vec<char> = Vec::new();
    for c in text.chars() {
        if c.is_ascii_uppercase() {
            if !word.is_empty() {
                words.push(word.iter().collect());
            }
            word.truncate(usize::from(c as u8 - b'A'));
        } else {
            word.push(c);
        }
    }
    if !word.is_empty() {
        words.push(word.iter().collect());
    }
    words
}

/// For each pair of neighbours the shortest beginning of the second that sorts after the first.
pub(super) fn separators(neighbours: &[(&str, &str)]) -> Vec<String> {
    let shortest = |(last, first): &(&str, &str)| {
        let shared = last.chars().zip(first.chars()).take_while(|(a, b)| a == b).count();
        first.chars().take(shared + 1).collect()
    };
    neighbours.iter().map(shortest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_share_their_beginnings() {
        let words = ["abandon", "abort", "aborted", "zz", "überall", "アク", "アクシ"];
        let text = front_coded(words.into_iter());
        assert_eq!(text, "AabandonCortFedAzzAüberallAアクCシ");
        assert_eq!(read_front_coded(&text), words);
    }

    #[test]
    fn separators_are_short() {
        assert_eq!(separators(&[("abort", "absent"), ("car", "card")]), ["abs", "card"]);
    }
}
