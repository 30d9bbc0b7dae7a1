//! Pictures that stand in a text, and recordings.

use crate::support::{library, page};

/// A picture of one pixel.
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

#[test]
fn pictures_in_the_text_become_files() {
    let text = format!(
        "# T\n\n![a](data:image/png;base64,{PIXEL}) <img src=\"data:image/png;base64,{PIXEL}\" alt=\"b\"> ![c][one]\n\n\
        ![svg](data:image/svg+xml;base64,PHN2Zz4=) ![html](data:text/html;base64,PHA+) ![no](data:image/png;base64,!!!)\n\n\
        [one]: <data:image/png;base64,{PIXEL}>\n"
    );
    let built = library(&[("t/a.md", &text)]);
    let html = page(&built, "t/a.html");
    let pictures: Vec<_> = built.artifacts.iter().filter(|file| file.path.as_str().starts_with("pictures/")).collect();
    assert_eq!(pictures.len(), 1);
    assert_eq!(html.matches(&format!("<img src=\"../{}\"", pictures[0].path)).count(), 3, "{html}");
    assert!(!html.contains("data:") && html.contains("svg") && !html.contains(&PIXEL[..40]), "{html}");
    let found = built.understood.diagnostics.iter().map(|found| (found.code.name(), found.message.as_str()));
    let found: Vec<_> = found.filter(|(code, _)| matches!(*code, "unsafe-link" | "broken-image")).collect();
    assert_eq!(
        found,
        [
            ("unsafe-link", "`data:` images of this type are not published"),
            ("unsafe-link", "`data:` images of this type are not published"),
            ("broken-image", "the image in the text cannot be read"),
        ]
    );
}

#[test]
fn recordings_are_played() {
    let text = "# T\n\n![[clip.mp4|300]] ![the call](rec/call.mp3) ![[none.mp4]] ![far](https://e.org/a.mp4)\n\n\
        <video src=\"rec/clip.mp4\" autoplay onplay=\"x()\" width=\"200\">no</video>\n\n\
        <audio controls><source src=\"rec/call.mp3\" type=\"audio/mpeg\"></audio>\n\n\
        <iframe src=\"https://e.org/v?a=1\" title=\"The talk\"></iframe> <iframe src=\"javascript:x\"></iframe>\n\n\
        <figure><img src=\"a.png\" alt=\"a\"><figcaption>Load, <kbd>F5</kbd></figcaption></figure>\n";
    let built = library(&[("a.md", text), ("rec/clip.mp4", "mp4"), ("rec/call.mp3", "mp3"), ("a.png", "png")]);
    let html = page(&built, "a.html");
    for shown in [
        "<span class=\"media\"><video src=\"rec/clip.mp4\" aria-label=\"clip.mp4\" width=\"300\"",
        "<audio src=\"rec/call.mp3\" aria-label=\"the call\" controls=\"\" preload=\"metadata\"></audio> <a href=\"rec/call.mp3\">the call</a>",
        "<video src=\"rec/clip.mp4\" width=\"200\" controls=\"\" preload=\"metadata\">no</video>",
        "<source src=\"rec/call.mp3\">",
        "<figcaption>Load, <kbd>F5</kbd></figcaption>",
        "<a href=\"https://e.org/v?a=1\">The talk</a>",
        "<video hidden",
        "<a href=\"https://e.org/a.mp4\">far</a>",
    ] {
        assert!(html.contains(shown), "{shown} in {html}");
    }
    assert!(!html.contains("autoplay") && !html.contains("onplay"));
    let broken = built.understood.diagnostics.iter().filter(|found| found.code.name() == "broken-image");
    assert_eq!(
        broken.map(|found| found.message.as_str()).collect::<Vec<_>>(),
        ["the recording `none.mp4` does not exist"]
    );
}
