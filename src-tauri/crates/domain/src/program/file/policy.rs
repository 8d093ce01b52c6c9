//! Reads the attribution policy.

use super::door::days;
use super::place::{Place, Result};
use super::{Door, MAX_LIST};
use crate::name::Names;
use crate::program::dto::{BindAtDto, ExistingDto, PolicyDto, ScopeDto, TouchDto};
use crate::program::{BindAt, Policy, Scope, Touch};
use crate::time::Span;

pub(super) fn policy(dto: &PolicyDto, names: &mut impl Names) -> Result<Policy> {
    let place = Place::FILE;
    let place = place.key("attribution");
    let window = dto.earning_window_days.map(|window| days(&place.key("earning_window_days"), window, 1)).transpose()?;
    let at = place.key("roles");
    let mut door = Door { names, policy: None, levels: Vec::new(), experiments: Vec::new() };
    let roles = door.names(&at, &dto.roles, MAX_LIST)?;
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
