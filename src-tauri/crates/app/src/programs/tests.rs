//! The ready programs, drafts, and what can be said of a program in force.

use super::*;
use crate::Access;
use crate::view::{ProgramDeed, ProgramDeedKind, ProgramDraft, ProgramState};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use vouchsafe_domain::program::file::{FaultKind, form};

/// A desk whose clock goes on by a minute each time it is asked.
async fn desk() -> (TempDir, Desk) {
    let dir = TempDir::new().unwrap();
    let minutes = Arc::new(AtomicI64::new(0));
    let start = Timestamp::parse("2026-03-01T00:00:00Z").unwrap();
    let clock = move || Timestamp::from_micros(start.micros() + 60_000_000 * minutes.fetch_add(1, Ordering::Relaxed));
    let desk = Desk::open(&dir.path().join("desk.db"), Access::ReadWrite, Arc::new(clock)).await.unwrap();
    (dir, desk)
}

fn first() -> &'static str {
    ready()[0].source
}

async fn of_form(desk: &Desk, change: impl FnOnce(&mut serde_json::Value)) -> ProgramDraft {
    let mut said = form(first()).unwrap();
    change(&mut said);
    desk.draft(DraftSaid::Form(said)).await.unwrap()
}

#[test]
fn every_ready_program_can_be_read() {
    for program in ready() {
        assert_eq!(check(program.id, program.source).map(|row| (row.id, row.from)).unwrap(), (program.id.to_owned(), None));
    }
}

#[tokio::test]
async fn every_ready_program_goes_through_the_form_and_comes_back() {
    let (_dir, desk) = desk().await;
    for program in ready() {
        let mut names = NameTable::default();
        let read = parse(program.source, &mut names).unwrap();
        let opened = desk.program_version(program.id, None).await.unwrap();
        assert_eq!((opened.source.as_str(), opened.faults.len(), &opened.refused), (program.source, 0, &None));
        let back = desk.draft(DraftSaid::Form(opened.form.clone().unwrap())).await.unwrap();
        assert_eq!(parse(&back.source, &mut names), Ok(read), "{}", back.source);
        assert_eq!((&back.summary, &back.about, &back.form), (&opened.summary, &opened.about, &opened.form));
        assert!(opened.summary.len() > 20);
    }
}

#[tokio::test]
async fn a_draft_tells_its_fault_at_its_field_or_what_it_would_do() {
    let (_dir, desk) = desk().await;
    let sentence = |draft: &ProgramDraft, key: &str| draft.summary.iter().find(|said| said.key == key).map(|said| said.args.clone());
    let held = of_form(&desk, |form| form["rule"][0]["hold_days"] = json!(7)).await;
    assert_ne!(sentence(&held, "program-summary-hold"), None);
    assert_ne!(sentence(&held, "program-summary-hold"), sentence(&of_form(&desk, |_| ()).await, "program-summary-hold"));
    let faulty = of_form(&desk, |form| form["rule"][0]["hold_days"] = json!(-1)).await;
    assert_eq!(faulty.faults.iter().map(|fault| fault.pointer.as_str()).collect::<Vec<_>>(), ["/rule/0/hold_days"]);
    assert!(faulty.summary.is_empty() && faulty.about.is_none());
    let broken = desk.draft(DraftSaid::File("id = \"p\"\nname =".to_owned())).await.unwrap();
    assert_eq!((broken.form, broken.faults[0].line), (None, Some(2)));
    let large = desk.draft(DraftSaid::File(" ".repeat(1_000_001))).await.unwrap();
    assert_eq!(large.faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [FaultKind::TooLarge]);
}

#[tokio::test]
async fn a_draft_tells_why_it_could_not_be_activated() {
    let (_dir, desk) = desk().await;
    let refused = async |change: fn(&mut serde_json::Value)| of_form(&desk, change).await.refused.map(|said| said.code);
    assert_eq!(refused(|_| ()).await, None);
    let unlisted = of_form(&desk, |form| {
        form["rule"][0]["role"] = json!("pro");
        form.as_object_mut().unwrap().remove("attribution");
    });
    let unlisted = unlisted.await;
    assert_eq!(unlisted.refused.map(|said| (said.code, said.args)), Some(("role_unlisted".to_owned(), vec![("role".to_owned(), "pro".to_owned())])));
    assert!(matches!(desk.activate("form", &unlisted.source).await, Err(AppError::RoleUnlisted { .. })));
    desk.activate("first", first()).await.unwrap();
    assert_eq!(refused(|form| form["name"] = json!("Another")).await.as_deref(), Some("version_taken"));
    assert_eq!(refused(|form| form["version"] = json!(2)).await, None);
}

#[tokio::test]
async fn a_program_is_activated_paused_resumed_and_ended() {
    let (_dir, desk) = desk().await;
    let id = ready()[0].id;
    let listed = async || desk.program_list().await.unwrap().into_iter().find(|program| program.id == id).unwrap();
    assert_eq!((listed().await.state, listed().await.from, desk.program_list().await.unwrap().len()), (ProgramState::Ready, None, ready().len()));
    assert!(matches!(desk.pause_program(id, "mara", "too dear").await, Err(AppError::NotFound { .. })));
    desk.activate(id, first()).await.unwrap();
    let from = listed().await.from;
    assert_eq!((listed().await.state, from.is_some()), (ProgramState::InForce, true));
    let paused = desk.pause_program(id, "mara", "too dear").await.unwrap().standing;
    assert_eq!((paused.state, paused.since > from), (ProgramState::Paused, true));
    assert_eq!(desk.pause_program(id, "mara", "too dear").await.unwrap().standing.since, paused.since);
    let resumed = desk.resume_program(id).await.unwrap();
    assert_eq!((resumed.standing.state, resumed.standing.from, resumed.versions.len()), (ProgramState::InForce, from, 1));
    let ended = desk.end_program(id, "mara", "summer is over").await.unwrap().standing;
    assert_eq!((ended.state, ended.since > paused.since), (ProgramState::Ended, true));

    let later = of_form(&desk, |form| {
        form["version"] = json!(2);
        form["from"] = json!("2027-01-01T00:00:00Z");
    });
    desk.activate(id, &later.await.source).await.unwrap();
    let page = desk.program(id).await.unwrap();
    let deed = |deed: &ProgramDeed| (deed.what, deed.actor.clone(), deed.reason.clone());
    let by_mara = |what, why: &str| (what, Some("mara".to_owned()), Some(why.to_owned()));
    let activated = |version| (ProgramDeedKind::Activated { version }, None, None);
    let history = [
        activated(2),
        by_mara(ProgramDeedKind::Ended, "summer is over"),
        activated(1),
        by_mara(ProgramDeedKind::Paused, "too dear"),
        by_mara(ProgramDeedKind::Paused, "too dear"),
        activated(1),
    ];
    assert_eq!(page.history.iter().map(deed).collect::<Vec<_>>(), history);
    assert!(matches!(desk.pause_program(id, "mara", " ").await, Err(AppError::ReasonMissing)));
    assert_eq!((page.standing.state, page.standing.version), (ProgramState::InForce, 1));
    assert_eq!(page.versions.iter().map(|version| version.version).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(desk.program_list().await.unwrap().len(), ready().len());
}
