//! The words of a letter with placeholders: read, refused where they could not become a letter, and filled in.
//!
//! The form is rendered before names are put in, so that nobody's name ever meets the parser, and each is escaped where it is put.

use super::fault::NoticeFault;
use mrml::prelude::parser::Error as MarkupError;
use mrml::prelude::render::RenderOptions;
use std::collections::BTreeMap;
use vouchsafe_db::NoticeText;

/// The longest subject, in characters.
const LONGEST_SUBJECT: usize = 200;
/// The longest other part, in characters.
const LONGEST: usize = 50_000;
/// The largest form that is sent, in bytes: mail programs show half of it at once.
const LARGEST: usize = 200_000;
/// How deep elements may stand in each other: a reader of a letter needs no more, and its parser goes no deeper than its stack.
const DEEPEST: usize = 60;
/// The longest subject that is sent, in characters.
const LONGEST_SUBJECT_SENT: usize = 250;

/// The elements of MJML, behind their `mj-`. What is included from elsewhere is not among them: a letter is whole in itself.
const ELEMENTS: [&str; 35] = [
    "accordion",
    "accordion-element",
    "accordion-text",
    "accordion-title",
    "all",
    "attributes",
    "body",
    "breakpoint",
    "button",
    "carousel",
    "carousel-image",
    "class",
    "column",
    "divider",
    "font",
    "group",
    "head",
    "hero",
    "image",
    "navbar",
    "navbar-link",
    "preview",
    "raw",
    "section",
    "selector",
    "social",
    "social-element",
    "spacer",
    "style",
    "table",
    "text",
    "title",
    "wrapper",
    "html-attribute",
    "html-attributes",
];

/// What a placeholder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Variable {
    /// Who gets the letter.
    Name,
    /// Who invited them.
    Advocate,
    /// Whom they invited.
    Friend,
    /// The day of what it tells.
    Date,
    /// How long something lasts.
    Period,
    /// How much.
    Amount,
    /// The code of what was paid out.
    Code,
    /// The program's name.
    Program,
    /// The shop's name.
    Shop,
    /// The last day on which it can be used.
    ExpiresOn,
}

impl Variable {
    /// Every placeholder.
    pub(crate) const ALL: [Self; 10] =
        [Self::Name, Self::Advocate, Self::Friend, Self::Date, Self::Period, Self::Amount, Self::Code, Self::Program, Self::Shop, Self::ExpiresOn];

    /// What stands between the braces.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Advocate => "advocate",
            Self::Friend => "friend",
            Self::Date => "date",
            Self::Period => "period",
            Self::Amount => "amount",
            Self::Code => "code",
            Self::Program => "program",
            Self::Shop => "shop",
            Self::ExpiresOn => "expires_on",
        }
    }

    /// Whether each letter has it.
    const fn is_always_there(self) -> bool {
        matches!(self, Self::Name | Self::Shop | Self::Date)
    }

    /// All of them, as they are written.
    pub(super) fn list() -> String {
        Self::ALL.map(|variable| format!("{{{}}}", variable.name())).join(", ")
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|variable| variable.name() == name)
    }
}

/// What the placeholders of one letter stand for.
pub(crate) type Values = BTreeMap<Variable, String>;

/// The words of a letter: checked, so that every letter can be made of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template(NoticeText);

/// The words of one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    /// What it is about, in one line.
    pub(crate) subject: String,
    /// Its words with form.
    pub(crate) html: String,
    /// Its words without form.
    pub(crate) text: String,
}

impl Template {
    /// Checks words that somebody wrote.
    ///
    /// # Errors
    /// [`NoticeFault`]: what is missing or too long, a placeholder that stands for nothing, a form that cannot be read.
    pub(crate) fn parse(words: NoticeText) -> Result<Self, NoticeFault> {
        let NoticeText { subject, mjml, text } = &words;
        for (part, written, most) in [("subject", subject, LONGEST_SUBJECT), ("form", mjml, LONGEST), ("text", text, LONGEST)] {
            if written.trim().is_empty() {
                return Err(NoticeFault::Empty { part });
            }
            if written.chars().count() > most {
                return Err(NoticeFault::Long { part, most });
            }
            let unknown = pieces(written).find_map(|piece| match piece {
                Piece::Variable(name) if Variable::parse(name).is_none() => Some(name),
                _ => None,
            });
            if let Some(name) = unknown {
                return Err(NoticeFault::Variable { name: name.chars().take(40).collect() });
            }
        }
        let template = Self(words);
        // A line goes with the value that it names: the form must be whole with every value, and with the fewest that there are.
        let all = Variable::ALL.map(|variable| (variable, "x".to_owned())).into_iter().collect();
        template.html(&all)?;
        template
            .html(&Variable::ALL.into_iter().filter(|variable| variable.is_always_there()).map(|variable| (variable, "x".to_owned())).collect())?;
        Ok(template)
    }

    /// The letter of these values.
    ///
    /// # Errors
    /// [`NoticeFault::Markup`] where leaving out a line breaks the form.
    pub(crate) fn fill(&self, values: &Values) -> Result<Words, NoticeFault> {
        let subject = filled(&self.0.subject, values, |value| value.to_owned());
        let subject: String = subject.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_SUBJECT_SENT).collect();
        let text = filled(&with_values(&self.0.text, values), values, |value| value.to_owned());
        Ok(Words { subject, html: self.html(values)?, text: without_gaps(&text) })
    }

    fn html(&self, values: &Values) -> Result<String, NoticeFault> {
        let source = with_values(&self.0.mjml, values);
        if deepest(&source) > DEEPEST {
            return Err(NoticeFault::Deep { most: DEEPEST });
        }
        if let Some(at) = strange(&source) {
            return Err(fault_at(&source, at));
        }
        let parsed = mrml::parse(&source).map_err(|error| broken(&source, &error))?;
        // No font is fetched from anywhere: a letter tells nobody that it is read.
        let options = RenderOptions { disable_comments: true, social_icon_origin: None, fonts: Default::default() };
        let html = parsed.element.render(&options).map_err(|error| NoticeFault::Markup { line: 0, what: error.to_string() })?;
        if html.len() > LARGEST {
            return Err(NoticeFault::Long { part: "form", most: LONGEST });
        }
        Ok(filled(&html, values, escaped))
    }
}

/// Where a form is broken, in its own words.
fn broken(source: &str, error: &MarkupError) -> NoticeFault {
    let at = match error {
        MarkupError::UnexpectedElement { position, .. }
        | MarkupError::UnexpectedToken { position, .. }
        | MarkupError::MissingAttribute { position, .. }
        | MarkupError::InvalidAttribute { position, .. }
        | MarkupError::InvalidFormat { position, .. }
        | MarkupError::IncludeLoaderError { position, .. } => Some(position.start),
        _ => None,
    };
    match (at, error) {
        (Some(at), _) => fault_at(source, at),
        (None, MarkupError::EndOfStream { .. }) => NoticeFault::Unclosed,
        (None, MarkupError::ParserError { source, .. }) => NoticeFault::Markup { line: 0, what: source.to_string() },
        (None, other) => NoticeFault::Markup { line: 0, what: other.to_string() },
    }
}

/// A fault at a place of the form, with what stands there.
fn fault_at(source: &str, at: usize) -> NoticeFault {
    let line = source.get(..at).map_or(0, |before| before.matches('\n').count() + 1);
    let what = source.get(at..).unwrap_or_default().trim_start_matches('<').split(['\n', '>']).next().unwrap_or_default();
    NoticeFault::Markup { line, what: what.trim().chars().take(60).collect() }
}

/// Where an element of MJML begins that there is not: its renderer would let it through as it is.
fn strange(source: &str) -> Option<usize> {
    source.match_indices("<mj-").map(|(at, _)| at).find(|at| {
        let name: String = source[at + 4..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        !ELEMENTS.contains(&name.as_str())
    })
}

/// A piece of a template.
#[derive(Clone, Copy)]
enum Piece<'t> {
    Words(&'t str),
    Variable(&'t str),
}

/// A placeholder is a word between braces; any other brace, as in a style sheet, stands for itself.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some(open) = rest.find('{') else { return Some(Piece::Words(std::mem::take(&mut rest))) };
        if open > 0 {
            let (words, after) = rest.split_at(open);
            rest = after;
            return Some(Piece::Words(words));
        }
        let name = rest[1..].split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default();
        if !name.is_empty() && rest[1 + name.len()..].starts_with('}') {
            rest = &rest[name.len() + 2..];
            return Some(Piece::Variable(name));
        }
        let (brace, after) = rest.split_at(1);
        rest = after;
        Some(Piece::Words(brace))
    })
}

fn filled(text: &str, values: &Values, form: impl Fn(&str) -> String) -> String {
    let (mut filled, mut is_after_a_stop) = (String::with_capacity(text.len()), false);
    for piece in pieces(text) {
        match piece {
            // A value that ends with a full stop, as an initial does, ends its sentence too.
            Piece::Words(words) if is_after_a_stop => filled.push_str(words.strip_prefix('.').unwrap_or(words)),
            Piece::Words(words) => filled.push_str(words),
            Piece::Variable(name) => {
                if let Some(value) = Variable::parse(name).and_then(|variable| values.get(&variable)) {
                    filled.push_str(&form(value));
                }
            }
        }
        is_after_a_stop = matches!(piece, Piece::Variable(_)) && filled.ends_with('.');
    }
    filled
}

/// The lines of which every placeholder has a value.
fn with_values(text: &str, values: &Values) -> String {
    let is_whole = |line: &&str| {
        pieces(line).all(|piece| match piece {
            Piece::Words(_) => true,
            Piece::Variable(name) => Variable::parse(name).is_none_or(|variable| values.contains_key(&variable)),
        })
    };
    text.split_inclusive('\n').filter(is_whole).collect()
}

/// Where a paragraph was left out, one empty line is enough.
fn without_gaps(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    format!("{}\n", lines.join("\n").trim_end())
}

fn escaped(value: &str) -> String {
    let mut html = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '{' => html.push_str("&#123;"),
            _ => html.push(c),
        }
    }
    html
}

/// How deep elements stand in each other. What needs no end, or has none, counts as if it had one to come.
fn deepest(source: &str) -> usize {
    const ENDLESS: [&str; 6] = ["br", "hr", "img", "wbr", "col", "input"];
    let (mut depth, mut most) = (0_usize, 0);
    for tag in source.split('<').skip(1) {
        let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !name.is_empty() && !tag.split('>').next().unwrap_or_default().ends_with('/') && !ENDLESS.contains(&name.to_lowercase().as_str()) {
            depth += 1;
            most = most.max(depth);
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "<mjml><mj-body><mj-section><mj-column>\n<mj-text>Hello {name}</mj-text>\n<mj-text>{code}</mj-text>\n</mj-column></mj-section></mj-body></mjml>";

    fn words(subject: &str, mjml: &str, text: &str) -> NoticeText {
        NoticeText { subject: subject.to_owned(), mjml: mjml.to_owned(), text: text.to_owned() }
    }

    fn values(of: &[(Variable, &str)]) -> Values {
        of.iter().map(|(variable, value)| (*variable, (*value).to_owned())).collect()
    }

    #[test]
    fn words_that_could_not_become_a_letter_are_refused_with_one_sentence() {
        #[track_caller]
        fn check(words: NoticeText, expected: &str) {
            let refused = Template::parse(words).map(drop).unwrap_err();
            let args: Vec<String> = refused.args().into_iter().filter(|(name, _)| *name != "known").map(|(_, value)| value).collect();
            assert_eq!(format!("{} {}", refused.code(), args.join(" | ")), expected);
        }
        let form = |inner: &str| format!("<mjml><mj-body>\n{inner}\n</mj-body></mjml>");
        check(words("", FORM, "x"), "letter_empty subject");
        check(words("x", " \n", "x"), "letter_empty form");
        check(words("x", FORM, ""), "letter_empty text");
        check(words(&"x".repeat(201), FORM, "x"), "letter_long subject | 200");
        check(words("x", FORM, &"x".repeat(50_001)), "letter_long text | 50000");
        check(words("{nmae}", FORM, "x"), "letter_variable nmae");
        check(words("x", &FORM.replace("{name}", "{Name}"), "x"), "letter_variable Name");
        check(words("x", FORM, "Hello {имя}"), "letter_variable имя");
        check(words("x", "Hello", "x"), "letter_markup 0 | unknown token at 1:1");
        check(words("x", "<html></html>", "x"), "letter_markup 1 | html");
        check(words("x", &form("<mj-foo />"), "x"), "letter_markup 2 | mj-foo /");
        check(words("x", &form("<mj-section>"), "x"), "letter_unclosed ");
        check(words("x", &form("<mj-include path=\"/etc/passwd\" />"), "x"), "letter_markup 2 | mj-include path=\"/etc/passwd\" /");
        check(words("x", &form(&"<mj-wrapper>".repeat(5_000)), "x"), "letter_long form | 50000");
        check(words("x", &form(&format!("<mj-raw>{}</mj-raw>", "<b>".repeat(4_000))), "x"), "letter_deep 60");
        // The element ends on a line that goes with a value which not every letter has.
        check(words("x", &form("<mj-section><mj-column><mj-text>\n{code}</mj-text></mj-column></mj-section>"), "x"), "letter_unclosed ");
    }

    #[test]
    fn braces_that_hold_no_word_stand_for_themselves() {
        let style = FORM.replace("<mj-body>", "<mj-head><mj-style>.a { color: red } .b{color:red}</mj-style></mj-head><mj-body>");
        let template = Template::parse(words("{ } {} {a b} { name }", &style, "{name")).unwrap();
        let letter = template.fill(&values(&[(Variable::Name, "Ada")])).unwrap();
        assert_eq!((letter.subject.as_str(), letter.text.as_str()), ("{ } {} {a b} { name }", "{name\n"));
        assert!(letter.html.contains(".a { color: red }"));
    }

    #[test]
    fn a_line_goes_with_the_value_that_it_names() {
        let template = Template::parse(words("{name}: {code}", FORM, "Hello {name},\n\nyour code: {code}\n\nbye")).unwrap();
        let with = template.fill(&values(&[(Variable::Name, "Ada"), (Variable::Code, "RF1")])).unwrap();
        assert_eq!((with.subject.as_str(), with.text.as_str()), ("Ada: RF1", "Hello Ada,\n\nyour code: RF1\n\nbye\n"));
        assert!(with.html.contains("RF1"));
        let without = template.fill(&values(&[(Variable::Name, "Ada")])).unwrap();
        assert_eq!((without.subject.as_str(), without.text.as_str()), ("Ada:", "Hello Ada,\n\nbye\n"));
        assert!(!without.html.contains("code"));
    }

    #[test]
    fn whatever_somebody_is_called_is_text_in_every_part() {
        let template = Template::parse(words("{name}", &FORM.replace("<mj-text>", "<mj-text css-class=\"{name}\">"), "{name}")).unwrap();
        let hostile = "<script>alert(1)</script>\" onload='x' &amp; {code} </mj-text>";
        let letter = template.fill(&values(&[(Variable::Name, hostile), (Variable::Code, "SECRET")])).unwrap();
        assert!(!letter.html.contains("<script") && !letter.html.contains("onload='"), "{}", letter.html);
        assert!(letter.html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp;amp; &#123;code}"));
        assert_eq!(letter.text, format!("{hostile}\n"), "a value is filled in once");
    }

    #[test]
    fn a_sentence_ends_with_one_full_stop() {
        let template = Template::parse(words("Thanks to {friend}.", FORM, "Since {date}. Thanks to {friend}.\n{friend}...")).unwrap();
        let letter = template.fill(&values(&[(Variable::Friend, "Ada L."), (Variable::Date, "1 May 2026"), (Variable::Name, "x")])).unwrap();
        assert_eq!((letter.subject.as_str(), letter.text.as_str()), ("Thanks to Ada L.", "Since 1 May 2026. Thanks to Ada L.\nAda L...\n"));
    }

    #[test]
    fn a_letter_fetches_nothing() {
        let html = Template::parse(words("x", FORM, "x")).unwrap().fill(&values(&[(Variable::Name, "Ada")])).unwrap().html;
        for fetched in ["@import", "url(", "<link", "src=", "href="] {
            assert!(!html.contains(fetched), "{fetched}: {html}");
        }
    }
}
