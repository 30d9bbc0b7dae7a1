//! Code blocks.
use super::Html;
pub(super) fn code_block(out: &mut Html, info: &str, code: &str, label: &str) {
    let _ = (info, label);
    out.push("<pre class=\"code\" tabindex=\"0\"><code>");
    out.escape(code);
    out.push("</code></pre>\n");
}
