//! What becomes of an order: a draw over everything that happens to orders, each with its share.

use crate::order::{Course, Status};
use crate::rng::Rng;

const HOUR: u32 = 3_600;
const DAY: u32 = 24 * HOUR;

/// The state in which an order ends up, and when; seconds count from its placing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fate {
    pub(crate) status: Status,
    pub(crate) course: Course,
    pub(crate) paid_after: u32,
    pub(crate) acted: u32,
    pub(crate) late_confirm: bool,
}

/// Draws a fate for an order with `room` seconds of history left. People of a fraud ring charge back more often.
pub(crate) fn draw(rng: &mut Rng, room: u32, in_ring: bool) -> Fate {
    let course = draw_course(rng, in_ring);
    let late_confirm = rng.chance(300);
    let paid_after = match rng.below(100) {
        0..=91 => rng.between(20, 600),
        _ => rng.between(HOUR, 3 * DAY),
    };
    let shipped = paid_after + rng.between(6 * HOUR, 5 * DAY);
    let slowest = if rng.chance(2_500) { 200 * DAY } else { 25 * DAY };
    let acted = match course {
        Course::ChargedBack => shipped + rng.between(15 * DAY, 90 * DAY),
        _ if course.went_back() => shipped + rng.between(DAY, slowest),
        Course::Unpaid | Course::LegacyRefused => rng.between(HOUR, 4 * DAY),
        _ => shipped,
    };
    if acted <= room {
        let status = draw_status(rng, course);
        return Fate { status, course, paid_after, acted, late_confirm };
    }
    unfinished(rng, course, room, late_confirm)
}

/// The history ends before the order's: it is still on its way.
fn unfinished(rng: &mut Rng, course: Course, room: u32, late_confirm: bool) -> Fate {
    let course = match course {
        Course::LegacyPartlyRefunded => Course::LegacyPaid,
        _ if course.went_back() => Course::Paid,
        _ => course,
    };
    let status = match course {
        Course::Unpaid if rng.chance(5_000) => Status::Unconfirmed,
        Course::PartlyCaptured => Status::PartlyFulfilled,
        _ => Status::Unfulfilled,
    };
    let paid_after = rng.between(20, 600).min(room);
    let acted = paid_after.max(rng.below(room.min(3 * DAY)));
    Fate { status, course, paid_after, acted, late_confirm }
}

fn draw_course(rng: &mut Rng, in_ring: bool) -> Course {
    if in_ring && rng.chance(1_200) {
        return Course::ChargedBack;
    }
    match rng.below(1_000) {
        0..=49 => Course::Unpaid,
        50..=69 => Course::Authorized,
        70..=89 => Course::PartlyCaptured,
        90..=94 => Course::Overcharged,
        95..=129 => Course::PartlyRefunded,
        130..=169 => Course::FullyRefunded,
        170..=174 => Course::ChargedBack,
        175..=178 => Course::RefundReversed,
        179..=186 => Course::LegacyPaid,
        187..=190 => Course::LegacyPartlyRefunded,
        191..=196 => Course::LegacyRefused,
        _ => Course::Paid,
    }
}

fn draw_status(rng: &mut Rng, course: Course) -> Status {
    let draw = rng.below(100);
    match course {
        Course::Unpaid if draw < 30 => Status::Unconfirmed,
        Course::Unpaid if draw < 45 => Status::Expired,
        Course::Unpaid if draw < 80 => Status::Canceled,
        Course::Authorized if draw < 50 => Status::Unconfirmed,
        Course::Unpaid | Course::Authorized | Course::LegacyRefused => Status::Unfulfilled,
        Course::FullyRefunded if draw < 55 => Status::Returned,
        Course::FullyRefunded => Status::Canceled,
        Course::PartlyRefunded if draw < 60 => Status::PartlyReturned,
        Course::PartlyCaptured => Status::PartlyFulfilled,
        _ if draw < 4 => Status::Unfulfilled,
        _ if draw < 10 => Status::PartlyFulfilled,
        _ => Status::Fulfilled,
    }
}
