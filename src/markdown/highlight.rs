//! Code blocks, highlighted by classes.
//!
//! By syntect with two-face's syntaxes, those that bat ships: the languages that people paste into postmortems (shell,
//! YAML, Terraform, SQL, Dockerfiles, nginx, TOML, Go, diffs). The alternative, giallo, is under the EUPL, which the
//! project's own licences cannot take in. `regex-fancy` keeps the build free of C.
//!
//! The many scopes of a syntax become a dozen classes of one letter, so that a page stays small and a theme needs a
//! dozen colours. Only the syntaxes are kept between blocks; each syntax is unpacked when it is first met.

use super::Html;
use super::syntax::Walk;
use std::sync::LazyLock;
use syntect::parsing::{Scope, SyntaxReference, SyntaxSet};

/// How many bytes of code are highlighted in one document, and in lines of how many bytes. The patterns of syntaxes
/// backtrack: lines made to be slow take up to 50 ms for each 500 bytes, and cubically more when they are longer
/// (22 s for five lines of 2,000). What is above stays plain; nobody reads it for its colours.
const MOST_CODE: usize = 64_000;
const LONGEST_LINE: usize = 500;

/// The syntaxes that are used, by name. Others are slow (over 100 ms for 500 bytes: SCSS, Lisp, Typst), or go in circles
/// over what people write: those of JavaScript, and of what has JavaScript inside (HTML, Vue, Svelte), over an unclosed `/*`.
/// Nothing depends on this list but colours: the walk through a syntax is bounded, whichever it is (`syntax`).
const USED: [&str; 55] = [
    "AWK",
    "Apache Conf",
    "Bourne Again Shell (bash)",
    "C",
    "C#",
    "C++",
    "CMake",
    "CSS",
    "Clojure",
    "Crontab",
    "Dart",
    "Diff",
    "Dockerfile",
    "DotENV",
    "Elixir",
    "Erlang",
    "F#",
    "Fish",
    "Git Config",
    "Git Ignore",
    "Git Log",
    "Go",
    "Gomod",
    "GraphQL",
    "Groovy",
    "HTTP Request and Response",
    "Haskell",
    "INI",
    "JQ",
    "JSON",
    "JSON (Terraform)",
    "Java",
    "Java Properties",
    "Jinja2",
    "Julia",
    "Kotlin",
    "Lua",
    "Nix",
    "Perl",
    "Protocol Buffer",
    "Puppet",
    "Python",
    "R",
    "Rego",
    "Ruby",
    "Rust",
    "SQL",
    "SSH Config",
    "Scala",
    "Swift",
    "TOML",
    "Terraform",
    "XML",
    "YAML",
    "nginx",
];

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// What is not code, or is code that no colour helps: logs, transcripts, diagrams.
const PLAIN: [&str; 14] = [
    "",
    "text",
    "txt",
    "plain",
    "plaintext",
    "none",
    "log",
    "logs",
    "output",
    "console",
    "shell-session",
    "terminal",
    "mermaid",
    "markdown",
];

/// Names that people write and the syntaxes do not know.
const ALIASES: [(&str, &str); 13] = [
    ("shell", "sh"),
    ("golang", "go"),
    ("python3", "py"),
    ("py3", "py"),
    ("csharp", "cs"),
    ("c#", "cs"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("hcl", "tf"),
    ("terraform", "tf"),
    ("docker", "dockerfile"),
    ("k8s", "yaml"),
    ("postgresql", "sql"),
];

/// Scopes and the class of what they mark, the more telling first; `None` for code inside a string, which has its own.
const CLASSES: [(&str, Option<char>); 37] = [
    ("comment", Some('c')),
    ("meta.interpolation", None),
    ("meta.template.expression", None),
    ("source", None),
    ("string", Some('s')),
    ("constant", Some('n')),
    ("keyword.operator", Some('o')),
    ("keyword", Some('k')),
    ("storage", Some('k')),
    ("entity.name.function", Some('f')),
    ("support.function", Some('f')),
    ("variable.function", Some('f')),
    ("entity.name.tag", Some('g')),
    ("meta.mapping.key", Some('g')),
    ("support.type.property-name", Some('g')),
    ("entity.other.attribute-name", Some('a')),
    ("entity.name.section", Some('h')),
    ("markup.heading", Some('h')),
    ("meta.diff.header", Some('h')),
    ("meta.diff.range", Some('h')),
    ("meta.diff.index", Some('h')),
    ("entity.name.type", Some('t')),
    ("entity.name.class", Some('t')),
    ("entity.name.struct", Some('t')),
    ("entity.name.enum", Some('t')),
    ("entity.name.trait", Some('t')),
    ("entity.name.interface", Some('t')),
    ("entity.name.namespace", Some('t')),
    ("entity.other.inherited-class", Some('t')),
    ("support.type", Some('t')),
    ("support.class", Some('t')),
    ("variable.parameter", Some('v')),
    ("variable.language", Some('v')),
    ("variable.other", Some('v')),
    ("markup.inserted", Some('i')),
    ("markup.deleted", Some('d')),
    ("markup.changed", Some('i')),
];

static SCOPES: LazyLock<Vec<(Scope, Option<char>)>> =
    LazyLock::new(|| CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect());

/// How much of a document was highlighted so far.
#[derive(Default)]
pub(super) struct Highlighter {
    done: usize,
}

impl Highlighter {
    /// Writes a block of code; `info` is what stands after the fence.
    pub(super) fn code_block(&mut self, out: &mut Html, info: &str, code: &str) {
        let language = language(info);
        // Long lines scroll, by keyboard too.
        out.push("<pre class=\"code\" tabindex=\"0\"><code");
        if !language.is_empty() {
            out.attribute("class", &format!("language-{language}"));
        }
        out.push(">");
        let start = out.text.len();
        let syntax = syntax(&language).filter(|_| self.may_highlight(code));
        if !syntax.is_some_and(|syntax| highlight(out, syntax, code)) {
            out.text.truncate(start);
            out.escape(code);
        }
        out.push("</code></pre>\n");
    }

    fn may_highlight(&mut self, code: &str) -> bool {
        let may = self.done + code.len() <= MOST_CODE && code.lines().all(|line| line.len() <= LONGEST_LINE);
        self.done += if may { code.len() } else { 0 };
        may
    }
}

/// The language of an info string: its first word, in letters that are safe anywhere.
fn language(info: &str) -> String {
    let word = info.trim_start_matches(['{', '.', ' ']).split([' ', ',', '\t', '{', '}', ':']).next().unwrap_or("");
    let is_safe = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '_' | '-');
    word.chars().filter(is_safe).map(|c| c.to_ascii_lowercase()).take(32).collect()
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    if PLAIN.contains(&language) {
        return None;
    }
    let token = ALIASES.iter().find(|(alias, _)| *alias == language).map_or(language, |(_, token)| token);
    SYNTAXES.find_syntax_by_token(token).filter(|syntax| USED.contains(&syntax.name.as_str()))
}

/// The class of a scope, as [`CLASSES`] has it.
fn class_of(scope: Scope) -> Option<Option<char>> {
    SCOPES.iter().find(|(known, _)| known.is_prefix_of(scope)).map(|(_, class)| *class)
}

/// Writes code in spans; `false` when that would take too long.
fn highlight(out: &mut Html, syntax: &SyntaxReference, code: &str) -> bool {
    let Some(mut walk) = Walk::new(&SYNTAXES, syntax, class_of, code.len()) else { return false };
    let mut spans = Spans { out, open: None };
    for line in code.split_inclusive('\n') {
        if walk.line(line, |class, text| spans.write(class, text)).is_err() {
            return false;
        }
    }
    spans.close();
    true
}

/// Writes neighbours of one class in one span.
struct Spans<'a> {
    out: &'a mut Html,
    open: Option<char>,
}

impl Spans<'_> {
    fn write(&mut self, class: Option<char>, text: &str) {
        if text.is_empty() {
            return;
        }
        // White space has no colour: it goes on as what is open.
        if class != self.open && !text.trim().is_empty() {
            self.close();
            if let Some(class) = class {
                self.out.push("<span class=\"hl-");
                self.out.text.push(class);
                self.out.push("\">");
            }
            self.open = class;
        }
        self.out.escape(text);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.out.push("</span>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(info: &str, code: &str, expected: &str) {
        let mut out = Html::default();
        Highlighter::default().code_block(&mut out, info, code);
        let start = "<pre class=\"code\" tabindex=\"0\"><code";
        assert_eq!(out.text.trim_start_matches(start).trim_end_matches("</code></pre>\n"), expected);
    }

    #[test]
    fn code_is_marked_by_class() {
        check(
            "yaml",
            "retry:\n  max: 3 # <x>\n",
            " class=\"language-yaml\"><span class=\"hl-g\">retry</span>:\n  <span class=\"hl-g\">max</span>: <span class=\"hl-n\">3 </span><span class=\"hl-c\"># &lt;x&gt;\n</span>",
        );
        check(
            "sh",
            "if true; then\n  echo \"$HOME\"\nfi\n",
            " class=\"language-sh\"><span class=\"hl-k\">if </span><span class=\"hl-f\">true</span><span class=\"hl-o\">; </span><span class=\"hl-k\">then\n  </span><span class=\"hl-f\">echo </span><span class=\"hl-s\">\"$</span><span class=\"hl-v\">HOME</span><span class=\"hl-s\">\"\n</span><span class=\"hl-k\">fi\n</span>",
        );
        check(
            "json",
            "{\"a\": [1, true]}\n",
            " class=\"language-json\">{<span class=\"hl-s\">\"a\"</span>: [<span class=\"hl-n\">1</span>, <span class=\"hl-n\">true</span>]}\n",
        );
        check(
            "diff",
            "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n",
            " class=\"language-diff\"><span class=\"hl-h\">--- a\n+++ b\n@@ -1 +1 @@\n</span><span class=\"hl-d\">-x\n</span><span class=\"hl-i\">+y\n</span>",
        );
        check(
            "go",
            "func f(x int) string { return \"a\" }",
            " class=\"language-go\"><span class=\"hl-k\">func </span><span class=\"hl-f\">f</span>(<span class=\"hl-v\">x </span><span class=\"hl-t\">int</span>) <span class=\"hl-t\">string </span>{ <span class=\"hl-k\">return </span><span class=\"hl-s\">\"a\" </span>}",
        );
    }

    #[test]
    fn every_syntax_that_is_used_is_there() {
        for name in USED {
            let syntax = SYNTAXES.find_syntax_by_name(name).unwrap_or_else(|| panic!("{name}"));
            assert!(highlight(&mut Html::default(), syntax, "a = 1\n"), "{name}");
        }
    }

    /// Each character that can be seen, with its class.
    type Seen = Vec<(Option<char>, char)>;

    fn see(seen: &mut Seen, class: Option<char>, text: &str) {
        seen.extend(text.chars().filter(|c| !c.is_whitespace()).map(|c| (class, c)));
    }

    /// By syntect's own parser.
    fn by_syntect(syntax: &SyntaxReference, code: &str) -> Seen {
        use syntect::parsing::{ParseState, ScopeStack};
        let (mut state, mut stack, mut seen) = (ParseState::new(syntax), ScopeStack::new(), Seen::new());
        let class = |stack: &ScopeStack| stack.as_slice().iter().rev().find_map(|scope| class_of(*scope)).flatten();
        for line in code.split_inclusive('\n') {
            let mut from = 0;
            for (at, operation) in state.parse_line(line, &SYNTAXES).unwrap() {
                see(&mut seen, class(&stack), &line[from..at]);
                from = at;
                stack.apply(&operation).unwrap();
            }
            see(&mut seen, class(&stack), &line[from..]);
        }
        seen
    }

    #[test]
    fn code_is_read_as_syntect_reads_it() {
        let codes = [
            (
                "sh",
                "#!/bin/sh\nset -euo pipefail\nfor x in $(ls \"$DIR\" | grep -v 'a b'); do\n  echo \"${x%.md} $((1 + 2))\" >> out.log\ndone\ncat <<EOF\nhello $USER\nEOF\nif [[ -z \"$x\" ]]; then exit 1; fi\n",
            ),
            ("yaml", "---\nname: &a \"x\"\nitems:\n  - {b: 1, c: true}\n  - !tag |\n    text\n    more\n# note\n"),
            (
                "go",
                "package main\n\nimport \"fmt\"\n\n// A is.\ntype A struct { B map[string]int `json:\"b\"` }\n\nfunc (a *A) F(x int) error {\n\tif x > 0x1F {\n\t\treturn fmt.Errorf(\"bad %d\", x)\n\t}\n\tgo func() {}()\n\treturn nil\n}\n",
            ),
            (
                "py",
                "from a import b\n\n@d\nclass A(B):\n    \"\"\"Doc.\"\"\"\n    def f(self, x=1, *y):\n        return f\"{x!r} {y}\" if x else None\n",
            ),
            ("sql", "SELECT a.b, count(*) FROM t AS a -- note\nWHERE x = 'it''s' AND y IN (1, 2.5) ORDER BY 1;\n"),
            (
                "rust",
                "/// Doc.\n#[derive(Debug)]\npub struct A<'a> { b: &'a str }\nimpl A<'_> {\n    fn f(&self) -> Result<u8, String> { println!(\"{}\", r#\"x\"#); Ok(b'a') }\n}\n",
            ),
            (
                "java",
                "package a.b;\n/** Doc. */\n@Test\npublic class A<T> extends B { private final int x = 1_000; void f() throws E { new A<>().g(\"s\", 'c'); } }\n",
            ),
            (
                "rb",
                "class A < B\n  def f(x:, y: 1)\n    puts \"#{x} #{y + 1}\" unless x.nil?\n  end\nend\nX = %w[a b]\ny = <<~E\n  text #{1}\nE\n",
            ),
            ("tf", "resource \"a\" \"b\" {\n  count = var.x ? 1 : 0\n  name  = \"x-${local.y}\"\n  # note\n}\n"),
            ("dockerfile", "FROM a:1 AS b\nRUN apt-get update && \\\n    echo \"$X\"\nENV A=b\nCMD [\"x\", \"y\"]\n"),
            ("nginx", "server {\n  listen 80;\n  location ~ ^/a { proxy_pass http://b; }\n}\n"),
            ("toml", "[a.b]\nc = \"d\" # e\nf = [1, 2.5, true, 2024-01-01]\n"),
            ("json", "{\"a\": [1, -2.5e3, null, \"\\u0041\"], \"b\": {\"c\": false}}\n"),
            ("xml", "<?xml version=\"1.0\"?>\n<!-- note -->\n<a b=\"c\">&amp;<![CDATA[x]]></a>\n"),
            ("diff", "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n z\n"),
            (
                "cpp",
                "#include <a>\ntemplate <typename T> class A : public B { int f(const T& x) { return x << 1; } }; // note\n",
            ),
            ("cs", "using A;\nnamespace B { public record C(int X); class D { string F() => $\"{X}\"; } }\n"),
            ("kt", "data class A(val b: Int)\nfun f(x: String?) = x?.let { \"$it ${it.length}\" } ?: \"\"\n"),
            ("lua", "local a = { b = 1 }\n-- note\nfunction a.f(x) return [[text]] .. x end\n"),
            ("perl", "my %a = (b => 1);\nprint \"x $a{b}\\n\" if $x =~ m/^a.*b$/i;\n"),
            ("ini", "[a]\nb = c ; note\n"),
            ("fish", "function f --argument x\n  echo \"a $x\" (ls | string upper)\nend\n"),
        ];
        for (language, code) in codes {
            let syntax = syntax(language).unwrap_or_else(|| panic!("{language}"));
            let mut walk = Walk::new(&SYNTAXES, syntax, class_of, code.len()).unwrap();
            let mut seen = Seen::new();
            for line in code.split_inclusive('\n') {
                assert!(walk.line(line, |class, text| see(&mut seen, class, text)).is_ok(), "{language}");
            }
            assert!(walk.spent(code.len()) < 500, "{language} takes more than half of what there is");
            assert_eq!(seen, by_syntect(syntax, code), "{language}");
        }
    }

    #[test]
    fn code_made_to_go_round_for_ever_stays_plain_or_ends() {
        let circles = [
            "\"$($ {{{{(n {{{\"\"(\"\" {''((<\"$(@ (? {{{{\"$\n$($\n",
            "return instance.x\n    /*\n\n",
            "{{{{((((\"$(\"${\"#{<%=`\n<<E\n'\n",
        ];
        let repeated = circles.map(|code| code.repeat(40));
        // Those too that are not used: what is bounded is the walk, not the list.
        for syntax in SYNTAXES.syntaxes() {
            for code in circles
                .iter()
                .copied()
                .chain(repeated.iter().map(String::as_str).filter(|_| USED.contains(&syntax.name.as_str())))
            {
                let mut out = Html::default();
                highlight(&mut out, syntax, code);
                assert!(out.text.len() < 64 * code.len(), "{}", syntax.name);
            }
        }
        check("fish", &"a".repeat(10), " class=\"language-fish\"><span class=\"hl-f\">aaaaaaaaaa</span>");
    }

    #[test]
    fn unknown_and_plain_languages_are_escaped_only() {
        check("", "<b>", ">&lt;b&gt;");
        check("log", "1 <b>", " class=\"language-log\">1 &lt;b&gt;");
        check("nonsense\" onclick=x", "a", " class=\"language-nonsense\">a");
        check("yaml", &"a".repeat(501), &format!(" class=\"language-yaml\">{}", "a".repeat(501)));
    }

    #[test]
    fn info_strings_are_tamed() {
        for (info, expected) in [
            ("Rust,ignore", "rust"),
            ("{.python .x}", "python"),
            ("{toctree}", "toctree"),
            ("C++", "c++"),
            ("é\"<", ""),
            ("sh title=x", "sh"),
        ] {
            assert_eq!(language(info), expected);
        }
    }
}
