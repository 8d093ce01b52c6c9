//! Where a shop is.

use super::ShopError;
use std::fmt;
use url::{Host, Url};

/// The longest address that is read.
const MAX_LENGTH: usize = 2_048;

/// The address of a shop's GraphQL endpoint, in its one spelling: `https://shop.example/graphql/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ShopUrl(Url);

impl ShopUrl {
    /// Reads `shop.example`, `https://shop.example`, `https://shop.example/graphql` or `https://shop.example/graphql/`. `http` is admitted for
    /// this machine, and elsewhere only with `allow_insecure`, because the token would travel in the clear.
    ///
    /// # Errors
    /// [`ShopError::BadUrl`] for anything else: another scheme, a user or password inside, no host.
    pub fn parse(text: &str, allow_insecure: bool) -> Result<Self, ShopError> {
        // What stands before an @ may be a password: it is not repeated.
        let refused = || ShopError::BadUrl { url: text.rsplit('@').next().unwrap_or_default().chars().take(200).collect() };
        let text = text.trim();
        if text.is_empty() || text.len() > MAX_LENGTH {
            return Err(refused());
        }
        let full = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let mut url = Url::parse(&full).map_err(|_| refused())?;
        let secure = match url.scheme() {
            "https" => true,
            "http" => allow_insecure || is_loopback(&url),
            _ => false,
        };
        if !secure || url.host().is_none() || !url.username().is_empty() || url.password().is_some() {
            return Err(refused());
        }
        url.set_query(None);
        url.set_fragment(None);
        let path = url.path().trim_end_matches('/');
        let path = if path.ends_with("/graphql") { format!("{path}/") } else { format!("{path}/graphql/") };
        url.set_path(&path);
        Ok(Self(url))
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(super) fn url(&self) -> Url {
        self.0.clone()
    }
}

impl fmt::Display for ShopUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_each_shop() {
        let check = |text: &str, expected: &str| assert_eq!(ShopUrl::parse(text, false).unwrap().as_str(), expected, "{text}");
        check("https://shop.example", "https://shop.example/graphql/");
        check(" https://SHOP.example/ ", "https://shop.example/graphql/");
        check("https://shop.example/graphql", "https://shop.example/graphql/");
        check("https://shop.example:443/graphql/?a=b#c", "https://shop.example/graphql/");
        check("shop.example", "https://shop.example/graphql/");
        check("https://example.com/eu/graphql", "https://example.com/eu/graphql/");
        check("http://127.0.0.1:8000", "http://127.0.0.1:8000/graphql/");
        check("http://[::1]:8000", "http://[::1]:8000/graphql/");
        check("http://localhost:8000/graphql/", "http://localhost:8000/graphql/");
    }

    #[test]
    fn what_is_no_shop_is_refused() {
        let long = format!("https://{}.example", "a".repeat(3_000));
        for text in [
            "",
            " ",
            "ftp://shop.example",
            "file:///etc/passwd",
            "http://shop.example",
            "https://me:secret@shop.example",
            "https://",
            "javascript:alert(1)",
            &long,
        ] {
            assert!(matches!(ShopUrl::parse(text, false), Err(ShopError::BadUrl { .. })), "{text}");
        }
        assert!(ShopUrl::parse("http://shop.example", true).is_ok());
        assert_eq!(ShopUrl::parse("https://me:secret@shop.example", false), Err(ShopError::BadUrl { url: "shop.example".to_owned() }));
    }
}
