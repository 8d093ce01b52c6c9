//! Email domains: which of them give out addresses to be thrown away, and which hide another address, by lists that are kept here.

use crate::state::EmailSort;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const DISPOSABLE: &str = include_str!("disposable.txt");
const RELAY: &str = include_str!("relay.txt");

static KEPT: LazyLock<FxHashMap<&'static str, EmailSort>> = LazyLock::new(|| {
    let of = |text: &'static str, sort| entries(text).map(move |domain| (domain, sort));
    of(DISPOSABLE, EmailSort::Disposable).chain(of(RELAY, EmailSort::Relay)).collect()
});

fn entries(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// The domain under which a domain counts, and what sort of address it gives out. A domain of a kept list stands for all below it, of which some
/// services give each customer one; every other domain stands for itself.
#[must_use]
pub fn domain(domain: &str) -> (&str, EmailSort) {
    let above = domain.match_indices('.').map(|(dot, _)| &domain[dot + 1..]);
    let kept = std::iter::once(domain).chain(above).find_map(|name| KEPT.get_key_value(name));
    kept.map_or((domain, EmailSort::Plain), |(name, sort)| (name, *sort))
}

impl EmailSort {
    /// The sort of address that a domain, in ASCII and lower case, gives out.
    #[must_use]
    pub fn of(name: &str) -> Self {
        domain(name).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Email;

    #[test]
    fn a_domain_is_told_by_the_kept_lists() {
        let check = |text: &str, want: (&str, EmailSort)| assert_eq!(domain(text), want);
        check("mailinator.com", ("mailinator.com", EmailSort::Disposable));
        check("a.b.mailinator.com", ("mailinator.com", EmailSort::Disposable));
        check("notmailinators.com", ("notmailinators.com", EmailSort::Plain));
        check("mailinator.com.example", ("mailinator.com.example", EmailSort::Plain));
        check("privaterelay.appleid.com", ("privaterelay.appleid.com", EmailSort::Relay));
        check("appleid.com", ("appleid.com", EmailSort::Plain));
        check("anna.anonaddy.com", ("anonaddy.com", EmailSort::Relay));
        for plain in ["gmail.com", "icloud.com", "fastmail.com", "proton.me", "mail.ru", "web.de", "qq.com", "shop.example", "com", ""] {
            check(plain, (plain, EmailSort::Plain));
        }
    }

    #[test]
    fn every_entry_is_a_domain_once_and_in_its_place() {
        for list in [DISPOSABLE, RELAY] {
            let entries: Vec<_> = entries(list).collect();
            assert!(entries.is_sorted_by(|one, other| one < other));
            for entry in &entries {
                assert_eq!(Email::parse(&format!("a@{entry}")).unwrap().domain(), *entry);
                assert!(entry.contains('.') && domain(entry).0 == *entry, "{entry}");
                // What another entry covers says nothing.
                let above = entry.split_once('.').map_or("", |(_, above)| above);
                assert_eq!(EmailSort::of(above), EmailSort::Plain, "{entry}");
            }
        }
        assert_eq!(KEPT.len(), entries(DISPOSABLE).chain(entries(RELAY)).count());
    }
}
