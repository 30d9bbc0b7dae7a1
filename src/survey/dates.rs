//! Which of two numbers is the day, as far as the numbers themselves prove it.

/// What the dates of a page prove.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderProof {
    /// A date can only be day first: `28-10-2022`.
    pub day_first: bool,
    /// A date can only be month first: `10/28/2022`.
    pub month_first: bool,
    /// A date can be read both ways.
    pub ambiguous: bool,
}

/// What the dates in a text prove. Only dates with hyphens and slashes are written both ways.
pub(super) fn proof(text: &str) -> OrderProof {
    let bytes = text.as_bytes();
    let mut proof = OrderProof::default();
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|byte| matches!(byte, b'/' | b'-')) {
        let middle = at + step;
        at = middle + 1;
        let Some((first, second)) = numbers(bytes, middle) else { continue };
        match (first, second) {
            (13..=31, 1..=12) => proof.day_first = true,
            (1..=12, 13..=31) => proof.month_first = true,
            (1..=12, 1..=12) if first != second => proof.ambiguous = true,
            _ => {}
        }
    }
    proof
}

/// The first two numbers of a date whose first separator is at `middle`: one or two digits each, then a year.
fn numbers(bytes: &[u8], middle: usize) -> Option<(u32, u32)> {
    let separator = bytes[middle];
    let before = bytes[..middle].iter().rev().take_while(|byte| byte.is_ascii_digit()).take(3).count();
    let start = middle - before;
    let is_inside = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/' | b'.' | b'_');
    if !(1..=2).contains(&before) || start > 0 && is_inside(bytes[start - 1]) {
        return None;
    }
    let digits = |from: usize| bytes[from..].iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
    let second = digits(middle + 1);
    let end = middle + 1 + second;
    if !(1..=2).contains(&second) || bytes.get(end) != Some(&separator) {
        return None;
    }
    let year = digits(end + 1);
    let is_year = year == 4 || year == 2 && separator == b'/';
    let ends = bytes.get(end + 1 + year).is_none_or(|byte| !is_inside(*byte) || matches!(byte, b'.' | b'T'));
    let value =
        |from: usize, to: usize| bytes[from..to].iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    (is_year && ends).then(|| (value(start, middle), value(middle + 1, end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_read_one_way_proves() {
        let read = |text| {
            let OrderProof { day_first, month_first, ambiguous } = proof(text);
            (day_first, month_first, ambiguous)
        };
        for (text, proves) in [
            ("on 28-10-2022 at", (true, false, false)),
            ("10/28/2022", (false, true, false)),
            ("(05/11/2022)", (false, false, true)),
            ("05/05/2022 says nothing", (false, false, false)),
            ("25/12/25, 03/12/25", (true, false, true)),
            ("2022-10-28 and 28.10.2022", (false, false, false)),
            ("/2022/10/28/x and 1-28-10-2022", (false, false, false)),
            ("v28-10-2022, 28-10-20223, 28-10", (false, false, false)),
        ] {
            assert_eq!(read(text), proves, "{text}");
        }
    }
}
