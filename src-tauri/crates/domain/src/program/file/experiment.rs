//! Reads experiments.

use super::door::{bounded_tables, number};
use super::place::{Place, Result};
use super::{Door, MAX_COUNT, MAX_LIST};
use crate::name::Names;
use crate::program::dto::ExperimentDto;
use crate::program::{Arm, Experiment};

pub(super) fn experiments<N: Names>(place: &Place<'_>, dtos: &[ExperimentDto], door: &mut Door<'_, N>) -> Result<Vec<Experiment>> {
    bounded_tables(place, "experiments", dtos.iter().map(|dto| dto.id.as_str()))?;
    dtos.iter().enumerate().map(|(i, dto)| experiment(place, i, dto, door)).collect()
}

fn experiment<N: Names>(list: &Place<'_>, index: usize, dto: &ExperimentDto, door: &mut Door<'_, N>) -> Result<Experiment> {
    let id = door.id(&list.entry(index, None).key("id"), &dto.id)?;
    let place = list.entry(index, Some(&dto.id));
    let at = place.key("arms");
    if dto.arms.is_empty() || dto.arms.len() > MAX_LIST {
        return Err(at.fault(format!("write 1 to {MAX_LIST} arms, such as arms = {{ a = 45, b = 45 }}")));
    }
    let arm = |(name, weight): (&String, &u32)| -> Result<Arm> {
        Ok(Arm { name: door.id(&at.key(name), name)?, weight: number(&at.key(name), *weight, 1..=MAX_COUNT)? })
    };
    Ok(Experiment {
        id,
        salt: Experiment::salt_of(&dto.id),
        arms: dto.arms.iter().map(arm).collect::<Result<_>>()?,
        holdout: number(&place.key("holdout"), dto.holdout, 0..=MAX_COUNT)?,
    })
}
