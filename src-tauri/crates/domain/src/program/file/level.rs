//! Reads the levels of advocates.

use super::Door;
use super::door::{bounded_tables, count};
use super::fault::FaultKind as Kind;
use super::place::{Place, Result, all, each};
use crate::name::Names;
use crate::program::Level;
use crate::program::dto::LevelDto;

pub(super) fn levels<N: Names>(place: &Place<'_>, dtos: &[LevelDto], door: &mut Door<'_, N>) -> Result<Vec<Level>> {
    bounded_tables(place, dtos.iter().map(|dto| dto.name.as_str()))?;
    let before = std::iter::once(0).chain(dtos.iter().map(|dto| dto.paid_friends));
    each(dtos.iter().zip(before).enumerate(), |(i, (dto, before))| {
        let at = place.entry(i, Some(&dto.name));
        let at = at.key("paid_friends");
        let rises = |count| if i > 0 && before >= count { Err(at.fault(Kind::LevelsRise)) } else { Ok(count) };
        all! {
            name = door.id(&place.entry(i, None).key("name"), &dto.name);
            paid_friends = count(&at, dto.paid_friends).and_then(rises);
        }
        Ok(Level { name, paid_friends })
    })
}
