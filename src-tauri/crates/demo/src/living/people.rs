//! What happens to accounts.

use crate::instant::Micros;
use crate::living::rows::{Account, Trouble, set};
use crate::living::{Living, Row};

/// Where an account keeps the code that it shares, and the one that brought it.
const OWN_CODE: &str = "referral_code";
const REF_CODE: &str = "referred_by";

impl Living {
    pub(super) fn register(&mut self, email: &str, ref_code: Option<&str>, own_code: Option<&str>, confirmed: bool, at: Micros) -> bool {
        // Saleor keeps mail addresses of accounts in lower case.
        let email = email.to_lowercase();
        if self.accounts.iter().any(|account| account.email == email) {
            return false;
        }
        let own_code = own_code.filter(|code| !self.is_owned(code));
        let mut metadata = Vec::new();
        for (key, code) in [(OWN_CODE, own_code), (REF_CODE, ref_code)] {
            if let Some(code) = code {
                set(&mut metadata, key, code);
            }
        }
        let number = self.number();
        self.accounts.push(Account {
            number,
            email,
            joined: at,
            updated: at,
            is_confirmed: confirmed,
            metadata,
            private_metadata: Vec::new(),
            trouble: None,
        });
        self.lose_code(ref_code);
        if confirmed {
            self.adopt_orders(number);
        }
        true
    }

    /// Remembers a code that nobody owns yet.
    pub(super) fn lose_code(&mut self, code: Option<&str>) {
        if let Some(code) = code.filter(|code| !self.unowned.iter().any(|known| known == code)) {
            self.unowned.push(code.to_owned());
        }
        self.forget_owned_codes();
    }

    pub(super) fn forget_owned_codes(&mut self) {
        let owned: Vec<String> = self.accounts.iter().filter_map(Account::own_code).map(str::to_lowercase).collect();
        self.unowned.retain(|code| !owned.contains(&code.to_lowercase()));
    }

    /// Whether an account shares this code, in whatever letters.
    fn is_owned(&self, code: &str) -> bool {
        self.accounts.iter().filter_map(Account::own_code).any(|owned| owned.eq_ignore_ascii_case(code))
    }

    pub(super) fn confirm_account(&mut self, customer: u64, at: Micros) -> bool {
        let Some(account) = self.account(customer).filter(|account| !account.is_confirmed) else { return false };
        account.is_confirmed = true;
        account.updated = at.max(account.updated);
        self.adopt_orders(customer);
        true
    }

    pub(super) fn adopt_orders(&mut self, customer: u64) -> bool {
        let Some(email) = self.account(customer).map(|account| account.email.clone()) else { return false };
        let mut any = false;
        for order in self.orders.iter_mut().filter(|order| order.owner.is_none() && order.email == email) {
            order.owner = Some(customer);
            any = true;
        }
        any
    }

    pub(super) fn give_code(&mut self, customer: u64, code: &str, at: Micros) -> bool {
        if self.is_owned(code) {
            return false;
        }
        let Some(account) = self.account(customer).filter(|account| account.own_code().is_none()) else { return false };
        set(&mut account.metadata, OWN_CODE, code);
        account.updated = at.max(account.updated);
        true
    }

    pub(super) fn change_email(&mut self, customer: u64, email: &str, at: Micros) -> bool {
        let email = email.to_lowercase();
        if self.accounts.iter().any(|account| account.email == email) {
            return false;
        }
        let Some(account) = self.account(customer) else { return false };
        account.email = email;
        account.updated = at.max(account.updated);
        self.adopt_orders(customer);
        true
    }

    pub(super) fn delete_customer(&mut self, customer: u64) -> bool {
        let before = self.accounts.len();
        self.accounts.retain(|account| account.number != customer);
        for order in self.orders.iter_mut().filter(|order| order.owner == Some(customer)) {
            order.owner = None;
        }
        self.accounts.len() < before
    }

    pub(super) fn write_metadata(&mut self, row: Row, key: &str, value: &str, at: Micros) -> bool {
        let Some((metadata, updated)) = (match row {
            Row::Customer(number) => self.account(number).map(|account| (&mut account.metadata, &mut account.updated)),
            Row::Order(number) => self.order(number).map(|order| (&mut order.metadata, &mut order.updated)),
        }) else {
            return false;
        };
        set(metadata, key, value);
        *updated = at.max(*updated);
        true
    }

    pub(super) fn set_trouble(&mut self, row: Row, trouble: Option<Trouble>, bump: Option<Micros>) -> bool {
        let Some((known, updated)) = (match row {
            Row::Customer(number) => self.account(number).map(|account| (&mut account.trouble, &mut account.updated)),
            Row::Order(number) => self.order(number).map(|order| (&mut order.trouble, &mut order.updated)),
        }) else {
            return false;
        };
        if *known == trouble {
            return false;
        }
        *known = trouble;
        *updated = bump.map_or(*updated, |at| at.max(*updated));
        true
    }
}

impl Account {
    /// The code that this account shares.
    pub(crate) fn own_code(&self) -> Option<&str> {
        self.metadata.iter().find(|(key, _)| key == OWN_CODE).map(|(_, code)| code.as_str())
    }
}
