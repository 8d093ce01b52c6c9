//! The attribution policy: who brought whom. One for each db, in versions.

use crate::name::Key;
use crate::time::Span;

/// Which contact before binding counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// The first one.
    First,
    /// The last one.
    Last,
}

/// What binds a friend to the advocate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BindAt {
    /// Any first contact with a code.
    Interaction,
    /// Registration, or the first order if that comes earlier.
    Registration,
    /// The first order.
    Order,
}

/// How far a code reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// It binds the friend, for everything that they do later.
    #[default]
    Tree,
    /// A code on an order credits that order to its owner and leaves the tree as it is. Whoever has an advocate and gives no code is credited to the
    /// advocate.
    Order,
}

/// Who brought whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Which contact counts.
    pub touch: Touch,
    /// What binds.
    pub bind_at: BindAt,
    /// Whether somebody may be bound who had registered or ordered before the first contact.
    pub existing_customers: bool,
    /// How long a bond earns; for life without it.
    pub earning_window: Option<Span>,
    /// How far a code reaches.
    pub scope: Scope,
    /// The roles that people can have, the lowest first: everybody starts with that. Without any, no program may ask for one.
    pub roles: Vec<Key>,
}

impl Policy {
    /// The first key of a file under which another policy says something else.
    #[must_use]
    pub fn differs(&self, other: &Self) -> Option<&'static str> {
        let Self { touch, bind_at, existing_customers, earning_window, scope, roles } = self;
        let keys = [
            ("touch", *touch != other.touch),
            ("bind_at", *bind_at != other.bind_at),
            ("existing_customers", *existing_customers != other.existing_customers),
            ("earning_window_days", *earning_window != other.earning_window),
            ("scope", *scope != other.scope),
            ("roles", *roles != other.roles),
        ];
        keys.into_iter().find_map(|(key, differs)| differs.then_some(key))
    }
}

impl Policy {
    /// How high a role is; the first one's rank is what somebody has of whom no role, or an unknown one, is told.
    #[must_use]
    pub fn rank(&self, role: Option<Key>) -> usize {
        role.and_then(|role| self.roles.iter().position(|known| *known == role)).unwrap_or(0)
    }
}

impl Default for Policy {
    /// First touch, bound by the first contact, known customers refused, for life, in the tree, without roles.
    fn default() -> Self {
        Self {
            touch: Touch::First,
            bind_at: BindAt::Interaction,
            existing_customers: false,
            earning_window: None,
            scope: Scope::Tree,
            roles: Vec::new(),
        }
    }
}
