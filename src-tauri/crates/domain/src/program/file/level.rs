//! Reads the levels of advocates.

use super::Door;
use super::door::{bounded_tables, count};
use super::place::{Place, Result};
use crate::name::Names;
use crate::program::Level;
use crate::program::dto::LevelDto;

pub(super) fn levels<N: Names>(place: &Place<'_>, dtos: &[LevelDto], door: &mut Door<'_, N>) -> Result<Vec<Level>> {
    bounded_tables(place, "levels", dtos.iter().map(|dto| dto.name.as_str()))?;
    let mut levels: Vec<Level> = Vec::with_capacity(dtos.len());
    for (i, dto) in dtos.iter().enumerate() {
        let name = door.id(&place.entry(i, None).key("name"), &dto.name)?;
        let place = place.entry(i, Some(&dto.name));
        let paid_friends = count(&place.key("paid_friends"), dto.paid_friends)?;
        if levels.last().is_some_and(|below| below.paid_friends >= paid_friends) {
            return Err(place.key("paid_friends").fault("levels stand in rising order; this one asks for no more friends than the one before"));
        }
        levels.push(Level { name, paid_friends });
    }
    Ok(levels)
}
