//! Email domains: which of them give out addresses to be thrown away, and which hide another address, by lists that are kept here.

use crate::state::EmailSort;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
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

/// The most domains above another one that are looked at: those of the fewest parts.
const MOST_ABOVE: usize = 8;

/// The domains above one, the nearest first: lists name them for all below. One without a dot is nobody's.
pub fn above(domain: &str) -> impl Iterator<Item = &str> {
    let all: SmallVec<[&str; 4]> = domain.match_indices('.').map(|(dot, _)| &domain[dot + 1..]).filter(|name| name.contains('.')).collect();
    let first = all.len().saturating_sub(MOST_ABOVE);
    all.into_iter().skip(first)
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
    fn what_lies_above_a_domain_is_told_as_far_as_it_is_somebodys() {
        let check = |domain: &str, want: &[&str]| assert_eq!(above(domain).collect::<Vec<_>>(), want, "{domain}");
        check("example.com", &[]);
        check("com", &[]);
        check("", &[]);
        check("corp.example.com", &["example.com"]);
        check("a.b.corp.example", &["b.corp.example", "corp.example"]);
        let of_ten = above("0.1.2.3.4.5.6.7.8.9.corp.example").collect::<Vec<_>>();
        assert_eq!((of_ten.len(), of_ten[0], of_ten[7]), (MOST_ABOVE, "3.4.5.6.7.8.9.corp.example", "corp.example"));
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
