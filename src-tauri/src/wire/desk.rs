//! How the desk stands.

use super::cut;
use super::payouts::PayoutStop;
use crate::error::AppError;
use crate::secrets::Kept;
use serde::Serialize;
use specta::Type;
use vouchsafe_app::view;

/// Which door the window shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// Nothing is there yet: the three ways in.
    FirstRun,
    /// All of it.
    Ready,
    /// All of it, for looking only.
    ReadOnly,
}

/// The desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Desk {
    /// Which door.
    pub door: Door,
    /// The connected shop.
    pub shop: Option<ShopInfo>,
    /// The db's file.
    pub db_path: String,
    /// The shop is the built-in one.
    pub demo: bool,
    /// False until the first fold: figures are the mirror's.
    pub folded: bool,
    /// What everybody who looks at this desk should know.
    pub banner: Option<AppError>,
    /// Vouchsafe's version.
    pub version: String,
    /// The currencies that figures exist in.
    pub currencies: Vec<String>,
    /// The margin that enters ROI, in percent.
    pub margin_percent: String,
    /// How often the db came back from a backup.
    pub epoch: u32,
    /// Nothing is paid out until somebody has compared the db with the shop.
    pub payouts_paused: bool,
    /// Who stopped all payouts, and why; nothing while they go on.
    pub payouts_stopped: Option<PayoutStop>,
    /// The file is of a newer version: it can only be looked at.
    pub newer: bool,
    /// What was delivered is compared with the shop at the start.
    pub reconcile_at_start: bool,
    /// Closing the window leaves Vouchsafe in the tray.
    pub tray: bool,
    /// Codes that are issued here are written to the customer's metadata at the shop.
    pub write_back: bool,
    /// Where the shop's token is kept, once that is known.
    pub secrets: Option<Kept>,
    /// There is a file of tokens that needs its passphrase.
    pub locked: bool,
}

/// The connected shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ShopInfo {
    /// Address.
    pub url: String,
    /// Name: the shop's text.
    pub name: String,
    /// The version of its software.
    pub version: String,
    /// Since when.
    pub connected_at: String,
}

impl Desk {
    /// A desk without a db.
    pub fn closed(path: Option<&std::path::Path>, banner: Option<AppError>) -> Self {
        Self {
            door: Door::FirstRun,
            shop: None,
            db_path: path.map(|path| path.display().to_string()).unwrap_or_default(),
            demo: false,
            folded: false,
            banner,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            currencies: Vec::new(),
            margin_percent: "0".to_owned(),
            epoch: 0,
            payouts_paused: false,
            payouts_stopped: None,
            newer: false,
            reconcile_at_start: true,
            tray: false,
            write_back: false,
            secrets: None,
            locked: false,
        }
    }

    /// A desk with a db. An empty db that can be written leads to the three doors.
    pub fn open(status: view::DeskStatus, demo: bool, banner: Option<AppError>) -> Self {
        let is_empty = status.shop.is_none() && !status.is_folded;
        let door = match (status.is_writable, is_empty) {
            (false, _) => Door::ReadOnly,
            (true, true) => Door::FirstRun,
            (true, false) => Door::Ready,
        };
        Self {
            door,
            shop: status.shop.map(Into::into),
            db_path: status.path.display().to_string(),
            demo,
            folded: status.is_folded,
            banner,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            currencies: status.currencies.iter().map(ToString::to_string).collect(),
            margin_percent: status.margin.to_string(),
            ..Self::closed(None, None)
        }
    }

    /// The same with what is known of its keeping.
    #[must_use]
    pub fn with_keeping(self, kept: view::keeping::Kept) -> Self {
        let newer = self.banner.as_ref().is_some_and(|banner| banner.code == "db_newer");
        Self {
            epoch: kept.epoch,
            payouts_paused: kept.are_payouts_paused,
            write_back: kept.writes_back,
            reconcile_at_start: kept.reconciles_at_start,
            newer,
            ..self
        }
    }

    /// The same with what holds payouts back.
    #[must_use]
    pub fn with_switch(self, switch: view::PayoutSwitch) -> Self {
        Self { payouts_stopped: PayoutStop::of(switch.rests), ..self }
    }
}

impl From<view::ShopInfo> for ShopInfo {
    fn from(shop: view::ShopInfo) -> Self {
        Self { url: shop.url, name: cut(shop.name), version: cut(shop.version), connected_at: shop.connected_at.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_domain::money::{Currency, Percent};
    use vouchsafe_domain::time::Timestamp;

    #[test]
    fn the_door_follows_from_the_db() {
        #[track_caller]
        fn check(writable: bool, shop: bool, folded: bool, door: Door) {
            let shop = shop.then(|| view::ShopInfo {
                url: "https://shop.example/graphql/".to_owned(),
                name: "Shop".to_owned(),
                version: "3.23.28".to_owned(),
                connected_at: Timestamp::EPOCH,
            });
            let status = view::DeskStatus {
                path: "desk.db".into(),
                shop,
                is_folded: folded,
                is_writable: writable,
                currencies: vec![Currency::parse("EUR").unwrap()],
                margin: Percent::parse("37.5").unwrap(),
            };
            let desk = Desk::open(status, false, None);
            assert_eq!((desk.door, desk.margin_percent.as_str(), desk.currencies), (door, "37.5", vec!["EUR".to_owned()]));
        }
        check(true, false, false, Door::FirstRun);
        check(true, true, false, Door::Ready);
        check(true, false, true, Door::Ready);
        check(false, false, false, Door::ReadOnly);
        check(false, true, true, Door::ReadOnly);
    }
}
