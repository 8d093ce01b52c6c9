//! Reads experiments.

use super::door::{bounded_tables, number};
use super::fault::FaultKind as Kind;
use super::place::{Place, Result, all, each};
use super::{Door, MAX_COUNT, MAX_LIST};
use crate::name::Names;
use crate::program::dto::ExperimentDto;
use crate::program::{Arm, Experiment};

pub(super) fn experiments<N: Names>(place: &Place<'_>, dtos: &[ExperimentDto], door: &mut Door<'_, N>) -> Result<Vec<Experiment>> {
    bounded_tables(place, dtos.iter().map(|dto| dto.id.as_str()))?;
    each(dtos.iter().enumerate(), |(i, dto)| experiment(place, i, dto, door))
}

fn experiment<N: Names>(list: &Place<'_>, index: usize, dto: &ExperimentDto, door: &mut Door<'_, N>) -> Result<Experiment> {
    let place = list.entry(index, Some(&dto.id));
    all! {
        id = door.id(&list.entry(index, None).key("id"), &dto.id);
        arms = arms(&place.key("arms"), dto, door);
        holdout = number(&place.key("holdout"), dto.holdout, 0..=MAX_COUNT);
    }
    Ok(Experiment { id, salt: Experiment::salt_of(&dto.id), arms, holdout })
}

fn arms<N: Names>(place: &Place<'_>, dto: &ExperimentDto, door: &mut Door<'_, N>) -> Result<Vec<Arm>> {
    if dto.arms.is_empty() || dto.arms.len() > MAX_LIST {
        return Err(place.fault_with(Kind::BadArms, [("most", MAX_LIST.to_string())]));
    }
    each(dto.arms.iter(), |(name, weight)| {
        let at = place.key(name);
        all! {
            name = door.id(&at, name);
            weight = number(&at, *weight, 1..=MAX_COUNT);
        }
        Ok(Arm { name, weight })
    })
}
