//! What mail providers do with an address: which of its signs they ignore and which domains are one.

use unicode_normalization::UnicodeNormalization as _;

/// How a provider reads the dots and the like of a name.
#[derive(Clone, Copy)]
enum Marks {
    /// They tell names apart.
    Kept,
    /// These are ignored.
    Ignored(&'static [char]),
    /// The first is read as the second.
    Same(char, char),
}

struct Provider {
    /// Domains whose mailboxes are the same, the provider's own first.
    domains: &'static [&'static str],
    /// What begins a tag that does not change where the mail goes.
    tag: Option<char>,
    marks: Marks,
}

const PLUS: Option<char> = Some('+');

/// Each provider's own help pages say it: Google "Dots don't matter in Gmail addresses" and "Use task-specific addresses"; Apple "Use plus
/// addressing" and "@mac.com, @me.com and @icloud.com"; Proton "Addresses and aliases"; Yandex "Login and aliases" (dot and hyphen are one,
/// the domains are one); Yahoo "Temporary email addresses" (base name, hyphen, keyword); Microsoft, Fastmail, VK (Mail.ru), Zoho, Posteo and
/// mailbox.org "Plus addressing" or "subaddressing". Who is not listed is read to the letter.
const PROVIDERS: &[Provider] = &[
    Provider { domains: &["gmail.com", "googlemail.com"], tag: PLUS, marks: Marks::Ignored(&['.']) },
    Provider { domains: &["icloud.com", "me.com", "mac.com"], tag: PLUS, marks: Marks::Kept },
    Provider { domains: &["proton.me", "protonmail.com", "protonmail.ch", "pm.me"], tag: PLUS, marks: Marks::Ignored(&['.', '-', '_']) },
    Provider {
        domains: &["yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua", "yandex.uz", "yandex.com.tr", "narod.ru"],
        tag: PLUS,
        marks: Marks::Same('.', '-'),
    },
];

/// Providers of many domains, each with names of its own: only the tag is known.
const TAGGED: &[(char, &[&str])] = &[
    (
        '+',
        &[
            "outlook.com",
            "outlook.de",
            "outlook.fr",
            "outlook.es",
            "outlook.it",
            "hotmail.com",
            "hotmail.de",
            "hotmail.fr",
            "hotmail.es",
            "hotmail.it",
            "hotmail.co.uk",
            "live.com",
            "live.de",
            "live.fr",
            "live.co.uk",
            "msn.com",
            "fastmail.com",
            "fastmail.fm",
            "mail.ru",
            "bk.ru",
            "inbox.ru",
            "list.ru",
            "internet.ru",
            "zoho.com",
            "zohomail.com",
            "zohomail.eu",
            "posteo.de",
            "posteo.net",
            "mailbox.org",
        ],
    ),
    (
        '-',
        &[
            "yahoo.com",
            "yahoo.de",
            "yahoo.fr",
            "yahoo.es",
            "yahoo.it",
            "yahoo.co.uk",
            "yahoo.co.in",
            "yahoo.com.br",
            "yahoo.ca",
            "ymail.com",
            "rocketmail.com",
        ],
    ),
];

/// The mailbox of an exact address.
pub(super) fn mailbox_of(local: &str, domain: &str) -> String {
    if let Some(provider) = PROVIDERS.iter().find(|provider| provider.domains.contains(&domain)) {
        let name = marked(untagged(local, provider.tag), provider.marks);
        return format!("{name}@{}", provider.domains[0]);
    }
    let tag = TAGGED.iter().find(|(_, domains)| domains.contains(&domain)).map(|(tag, _)| *tag);
    format!("{}@{domain}", untagged(local, tag))
}

/// A name is never cut to nothing: that would make one mailbox of many.
fn untagged(local: &str, tag: Option<char>) -> &str {
    tag.and_then(|tag| local.split(tag).next()).filter(|name| !name.is_empty()).unwrap_or(local)
}

fn marked(name: &str, marks: Marks) -> String {
    let read = match marks {
        Marks::Kept => return name.to_owned(),
        // What stood apart may now be one letter.
        Marks::Ignored(ignored) => name.replace(ignored, "").nfc().collect(),
        Marks::Same(one, other) => name.replace(one, &other.to_string()),
    };
    if read.is_empty() { name.to_owned() } else { read }
}
