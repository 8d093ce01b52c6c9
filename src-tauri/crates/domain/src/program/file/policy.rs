//! Reads the attribution policy.

use super::MAX_LIST;
use super::door::{self, days};
use super::place::{Place, Result, all};
use crate::name::Names;
use crate::program::dto::{BindAtDto, ExistingDto, PolicyDto, ScopeDto, TouchDto};
use crate::program::{BindAt, Policy, Scope, Touch};
use crate::time::Span;

pub(super) fn policy(dto: &PolicyDto, names: &mut impl Names) -> Result<Policy> {
    let place = Place::FILE;
    let place = place.key("attribution");
    all! {
        window = dto.earning_window_days.map(|window| days(&place.key("earning_window_days"), window, 1)).transpose();
        roles = door::names(names, &place.key("roles"), &dto.roles, MAX_LIST);
    }
    Ok(Policy {
        touch: match dto.touch {
            TouchDto::First => Touch::First,
            TouchDto::Last => Touch::Last,
        },
        bind_at: match dto.bind_at {
            BindAtDto::Interaction => BindAt::Interaction,
            BindAtDto::Registration => BindAt::Registration,
            BindAtDto::Order => BindAt::Order,
        },
        existing_customers: matches!(dto.existing_customers, ExistingDto::Allow),
        earning_window: window.map(Span::days),
        scope: match dto.scope {
            ScopeDto::Tree => Scope::Tree,
            ScopeDto::Order => Scope::Order,
        },
        roles,
    })
}
