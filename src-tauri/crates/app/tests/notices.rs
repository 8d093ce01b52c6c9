//! Letters, from the event that makes them true to the mail server on its good and bad days.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::notices::{NoticesSent, Patience, Tls};
use vouchsafe_app::view::{Act, Clawback, NoticeKind, NoticeLanguage, NoticeState, NoticeText, NoticeWhy, PayoutRules, SmtpSettings};
use vouchsafe_app::words::{Language, Words};
use vouchsafe_app::{Access, AppError, Desk};
use vouchsafe_demo::{BadDay, Post};
use vouchsafe_domain::time::Timestamp;

const START: i64 = 1_767_225_600_000_000;
const MINUTE: i64 = 60_000_000;

const PROGRAM: &str = r#"
id = "gift"
name = "Bring a friend"
version = 1
from = 2024-01-01T00:00:00Z
mode = "auto"
[[rule]]
id = "first"
on = ["order_confirmed"]
occurrence = "every"
[[rule.grant]]
to = "advocate"
reward = { rail = "wallet" }
value = { fixed = { EUR = "10.00" } }
"#;

/// A desk with a clock that a test moves, and a mail server.
struct Bed {
    dir: TempDir,
    desk: Desk,
    clock: Arc<AtomicI64>,
    post: Post,
    told: usize,
}

fn patience() -> Patience {
    Patience { greeting: Duration::from_secs(5), answer: Duration::from_secs(5), verdict: Duration::from_millis(150) }
}

impl Bed {
    async fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let clock = Arc::new(AtomicI64::new(START));
        let desk = open(&dir, &clock).await;
        desk.activate("program.toml", PROGRAM).await.unwrap();
        let post = Post::open().await.unwrap();
        let bed = Self { dir, desk, clock, post, told: 0 };
        bed.desk.set_smtp(Some(bed.server())).await.unwrap();
        for kind in NoticeKind::ALL {
            bed.desk.switch_notice(kind, true).await.unwrap();
        }
        bed
    }

    fn server(&self) -> SmtpSettings {
        SmtpSettings {
            host: "127.0.0.1".to_owned(),
            port: self.post.port(),
            tls: Tls::Off,
            user: String::new(),
            from: "post@shop.example".to_owned(),
            from_name: "Linden".to_owned(),
        }
    }

    fn pass(&self, minutes: i64) {
        self.clock.fetch_add(minutes * MINUTE, Ordering::Relaxed);
    }

    /// Ends the program and starts it again, on the same file.
    async fn again(self) -> Self {
        self.desk.close().await;
        let desk = open(&self.dir, &self.clock).await;
        Self { desk, ..self }
    }

    /// Takes over events, a minute after the last ones.
    async fn tell(&mut self, lines: &[String]) {
        self.told += 1;
        self.pass(1);
        let path = self.dir.path().join(format!("events-{}.ndjson", self.told));
        std::fs::write(&path, lines.join("\n")).unwrap();
        self.desk.import_events(&path).await.unwrap();
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.clock.load(Ordering::Relaxed))
    }

    /// An advocate, and so many friends who register by their code: as many letters.
    async fn friends(&mut self, count: u32) {
        let at = Timestamp::from_micros(START + MINUTE);
        let mut lines = vec![
            format!(r#"{{"id":"customer/ada/registered","type":"customer_registered","at":"{at}","customer":"ada","email":"ada@example.com"}}"#),
            format!(r#"{{"id":"code/ADA","type":"code_issued","at":"{at}","code":"ADA","customer":"ada"}}"#),
        ];
        lines.extend((0..count).map(|no| {
            format!(
                r#"{{"id":"customer/f{no}/registered","type":"customer_registered","at":"{at}","customer":"f{no}","email":"f{no}@example.com","ref_code":"ADA"}}"#
            )
        }));
        self.tell(&lines).await;
    }

    async fn send(&self) -> NoticesSent {
        self.desk.send_notices(None, patience(), &CancellationToken::new()).await.unwrap()
    }

    async fn states(&self) -> BTreeMap<&'static str, u64> {
        self.desk.notices(None, None, 500).await.unwrap().counts.iter().map(|found| (found.state.name(), found.count)).collect()
    }

    /// How often each letter reached the server.
    fn arrived(&self) -> BTreeMap<String, usize> {
        let mut arrived = BTreeMap::new();
        for letter in self.post.letters() {
            *arrived.entry(letter.header("Message-ID").unwrap()).or_default() += 1;
        }
        arrived
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("desk.db")
    }
}

async fn open(dir: &TempDir, clock: &Arc<AtomicI64>) -> Desk {
    let told = Arc::clone(clock);
    let now = Arc::new(move || Timestamp::from_micros(told.load(Ordering::Relaxed)));
    Desk::open(&dir.path().join("desk.db"), Access::ReadWrite, now).await.unwrap()
}

#[tokio::test]
async fn each_letter_goes_out_once_and_says_what_happened() {
    let mut bed = Bed::new().await;
    bed.friends(3).await;
    let at = bed.now();
    bed.tell(&[
        format!(
            r#"{{"id":"o1-placed","type":"order_placed","at":"{at}","order":"1","customer":"f0","items":{{"amount":"80.00","currency":"EUR"}}}}"#
        ),
        format!(r#"{{"id":"o1-confirmed","type":"order_confirmed","at":"{at}","order":"1"}}"#),
    ])
    .await;
    let sent = bed.send().await;
    assert!(sent.stopped.is_none() && sent.failed + sent.unknown == 0, "{sent:?}");
    let letters = bed.post.letters();
    assert!(sent.sent >= 3 && letters.len() as u64 == sent.sent, "{sent:?}");
    assert!(letters.iter().all(|letter| letter.to == "ada@example.com" && letter.from == "post@shop.example"));
    assert!(letters.iter().all(|letter| letter.header("Auto-Submitted").as_deref() == Some("auto-generated")));
    assert_eq!(bed.send().await.sent, 0, "what was sent is sent");
    let bed = bed.again().await;
    assert_eq!(bed.send().await.sent, 0, "also by a program that was started anew");
    assert_eq!(bed.post.lines(), 1, "letters share a line, and without letters none is opened");
}

#[tokio::test]
async fn a_first_sync_tells_nobody_anything() {
    let mut bed = Bed::new().await;
    let old = Timestamp::from_micros(START - 100 * MINUTE);
    let lines = [
        format!(r#"{{"id":"customer/ada/registered","type":"customer_registered","at":"{old}","customer":"ada","email":"ada@example.com"}}"#),
        format!(r#"{{"id":"code/ADA","type":"code_issued","at":"{old}","code":"ADA","customer":"ada"}}"#),
        format!(
            r#"{{"id":"customer/f/registered","type":"customer_registered","at":"{old}","customer":"f","email":"f@example.com","ref_code":"ADA"}}"#
        ),
    ];
    bed.tell(&lines).await;
    assert_eq!(bed.states().await, BTreeMap::new());
}

#[tokio::test]
async fn each_bad_day_of_the_server_leaves_the_letter_where_it_belongs() {
    let (waiting, failed, unknown) = (NoticeState::Waiting, NoticeState::Failed, NoticeState::Unknown);
    for (day, state, why, kept) in [
        (BadDay::RefusesRecipient(550), failed, Some(NoticeWhy::Refused), 0),
        (BadDay::RefusesRecipient(451), waiting, None, 0),
        (BadDay::RefusesText(554), failed, Some(NoticeWhy::Refused), 0),
        (BadDay::RefusesText(451), waiting, None, 0),
        (BadDay::HangsUpAfterText { kept: true }, unknown, Some(NoticeWhy::Unanswered), 1),
        (BadDay::HangsUpAfterText { kept: false }, unknown, Some(NoticeWhy::Unanswered), 0),
        (BadDay::FallsSilent, unknown, Some(NoticeWhy::Unanswered), 1),
    ] {
        let mut bed = Bed::new().await;
        bed.friends(2).await;
        bed.post.plan([Some(day)]);
        let sent = bed.send().await;
        assert!(sent.stopped.is_none() && sent.sent == 1, "what is wrong with one letter holds no other back: {day:?} {sent:?}");
        let rows = bed.desk.notices(Some(state), None, 10).await.unwrap().page.rows;
        assert_eq!(rows.iter().map(|row| (row.state, row.why, row.tries)).collect::<Vec<_>>(), [(state, why, 1)], "{day:?}");
        assert!(rows[0].said.as_deref().is_some_and(|said| !said.contains("ada@")), "{day:?} {:?}", rows[0].said);
        assert_eq!(bed.post.letters().len(), 1 + kept, "{day:?}");
        assert_eq!(bed.send().await.sent, 0, "nothing is tried again at once: {day:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_stops_everything_and_costs_no_letter_a_try() {
    let mut bed = Bed::new().await;
    bed.friends(3).await;
    for day in [BadDay::RefusesSender(553), BadDay::HangsUpBeforeText] {
        bed.post.plan([Some(day)]);
        let stopped = bed.send().await.stopped.unwrap();
        assert!(["smtp_sender_refused", "smtp_unreachable"].contains(&stopped.code()), "{stopped}");
        assert_eq!(bed.states().await, BTreeMap::from([("waiting", 3)]));
        bed.pass(2);
    }
    assert!(bed.desk.notices(None, None, 10).await.unwrap().page.rows.iter().all(|row| row.tries == 0));
    bed.desk.set_smtp(None).await.unwrap();
    let none = bed.desk.send_notices(None, patience(), &CancellationToken::new()).await.unwrap_err();
    assert_eq!(none.code(), "smtp_missing");
    bed.desk.set_smtp(Some(bed.server())).await.unwrap();
    assert_eq!(bed.send().await.sent, 3);
}

#[tokio::test]
async fn what_is_put_off_is_tried_again_with_growing_pauses_and_then_fails() {
    let mut bed = Bed::new().await;
    bed.friends(1).await;
    bed.post.plan(std::iter::repeat_n(Some(BadDay::RefusesRecipient(451)), 8));
    let mut pauses = Vec::new();
    for _ in 0..7 {
        assert_eq!(bed.send().await.put_off, 1);
        let row = bed.desk.notices(None, None, 1).await.unwrap().page.rows.remove(0);
        let pause = row.next_at.unwrap().micros() - bed.now().micros();
        bed.clock.fetch_add(pause - 1, Ordering::Relaxed);
        assert_eq!(bed.send().await.put_off, 0, "not a moment sooner");
        bed.clock.fetch_add(1, Ordering::Relaxed);
        pauses.push(pause / MINUTE);
    }
    assert_eq!(pauses, [1, 5, 30, 120, 360, 720, 1_440]);
    assert_eq!(bed.send().await.failed, 1);
    let row = bed.desk.notices(None, None, 1).await.unwrap().page.rows.remove(0);
    assert_eq!((row.state, row.why, row.tries), (NoticeState::Failed, Some(NoticeWhy::PutOff), 8));
    bed.desk.decide_notice(row.no, true).await.unwrap();
    assert_eq!(bed.send().await.sent, 1, "a person lets it go once more");
}

#[tokio::test]
async fn what_may_have_left_waits_for_a_person() {
    let mut bed = Bed::new().await;
    bed.friends(2).await;
    bed.post.plan([Some(BadDay::HangsUpAfterText { kept: true }), Some(BadDay::HangsUpAfterText { kept: false })]);
    assert_eq!(bed.send().await.unknown, 2);
    bed.pass(100_000);
    let bed = bed.again().await;
    assert_eq!(bed.send().await.sent, 0, "never by itself");
    let rows = bed.desk.notices(Some(NoticeState::Unknown), None, 10).await.unwrap().page.rows;
    bed.desk.decide_notice(rows[0].no, true).await.unwrap();
    bed.desk.decide_notice(rows[1].no, false).await.unwrap();
    assert_eq!(bed.send().await.sent, 1);
    assert_eq!(bed.states().await, BTreeMap::from([("sent", 1), ("skipped", 1)]));
    for row in rows {
        assert!(matches!(bed.desk.decide_notice(row.no, true).await, Err(AppError::Stale)), "a word holds once");
    }
}

#[tokio::test]
async fn no_kill_lets_a_letter_leave_twice() {
    const LETTERS: u64 = 4;
    for commits in 0..2 * LETTERS {
        let mut bed = Bed::new().await;
        bed.friends(4).await;
        bed.desk.die_after(commits).unwrap();
        let killed = bed.desk.send_notices(None, patience(), &CancellationToken::new()).await;
        assert!(killed.is_err(), "{commits}");
        let bed = bed.again().await;
        let sent = bed.send().await;
        let unknown = bed.states().await.get("unknown").copied().unwrap_or(0);
        // Killed between two letters nothing is in doubt; killed within one, that one alone.
        assert_eq!(unknown, commits % 2, "{commits}");
        assert_eq!(sent.sent + unknown + commits / 2, LETTERS, "{commits}");
        assert!(bed.arrived().values().all(|times| *times == 1), "{commits}: {:?}", bed.arrived());
    }
}

#[tokio::test]
async fn two_who_send_at_once_send_each_letter_once() {
    let mut bed = Bed::new().await;
    bed.friends(12).await;
    let (one, other) = tokio::join!(bed.send(), bed.send());
    assert_eq!(one.sent + other.sent, 12);
    assert_eq!((bed.arrived().len(), bed.arrived().into_values().max()), (12, Some(1)));
}

#[tokio::test]
async fn who_is_gone_or_erased_gets_no_letter_and_leaves_no_word() {
    let mut bed = Bed::new().await;
    bed.friends(2).await;
    bed.post.plan([Some(BadDay::RefusesRecipient(550))]);
    assert_eq!(bed.send().await.failed, 1);
    let again = bed.desk.notices(Some(NoticeState::Failed), None, 1).await.unwrap().page.rows.remove(0);
    bed.desk.decide_notice(again.no, true).await.unwrap();
    let party = bed.desk.party_called("ada").await.unwrap();
    bed.desk.erase(party, "ada", "tester", "asked for it").await.unwrap();
    let sent = bed.send().await;
    assert_eq!((sent.sent, sent.skipped), (0, 1));
    let row = bed.desk.notices(None, None, 10).await.unwrap().page.rows.into_iter().find(|row| row.no == again.no).unwrap();
    assert_eq!((row.state, row.why), (NoticeState::Skipped, Some(NoticeWhy::NoAddress)));
    bed.desk.close().await;
    let bytes = std::fs::read(bed.path()).unwrap();
    assert!(!bytes.windows(15).any(|window| window == b"ada@example.com"));
}

#[tokio::test]
async fn switched_off_nothing_goes_and_switched_on_again_nothing_old() {
    let mut bed = Bed::new().await;
    bed.friends(2).await;
    bed.desk.switch_notice(NoticeKind::Registered, false).await.unwrap();
    bed.desk.switch_notice(NoticeKind::Registered, true).await.unwrap();
    assert_eq!(bed.send().await.sent, 0);
    assert_eq!(bed.states().await, BTreeMap::from([("skipped", 2)]));
}

#[tokio::test]
async fn words_are_refused_where_no_letter_could_be_made_of_them_and_used_where_it_can() {
    let mut bed = Bed::new().await;
    let (kind, language) = (NoticeKind::Registered, NoticeLanguage::English);
    let ready = bed.desk.notice_words(kind, language).await.unwrap();
    assert!(!ready.is_own);
    let with = |subject: &str| NoticeText { subject: subject.to_owned(), mjml: ready.mjml.clone(), text: ready.text.clone() };
    let refused = bed.desk.set_notice_words(kind, language, with("{frend} is here")).await.unwrap_err();
    assert_eq!((refused.code(), refused.args()[0].1.as_str()), ("letter_variable", "frend"));
    let [english, russian] = [Language::English, Language::Russian].map(|language| Words::of(language).error(&refused));
    assert!(english.starts_with("There is no placeholder {frend}; use one of {") && english.contains("friend"), "{english}");
    assert!(russian.starts_with("Подстановки {frend} нет; используйте одну из {") && russian.contains("friend"), "{russian}");
    assert_eq!(bed.desk.notice_words(kind, language).await.unwrap(), ready, "what stood stands");
    bed.desk.set_notice_words(kind, language, with("Look who is here: {friend}")).await.unwrap();
    bed.friends(1).await;
    bed.send().await;
    assert_eq!(bed.post.letters()[0].header("Subject").unwrap(), "Look who is here: your friend");
    assert_eq!(bed.desk.reset_notice_words(kind, language).await.unwrap(), ready);
}

#[tokio::test]
async fn a_letter_for_trial_says_how_it_fared() {
    let bed = Bed::new().await;
    let test = async |to: &str| {
        let sent = bed.desk.send_test_notice(NoticeKind::PaidOut, NoticeLanguage::Russian, None, to, None, patience()).await;
        sent.map_err(|error| error.code())
    };
    assert_eq!(test("me@example.com").await, Ok(()));
    assert_eq!(bed.post.letters()[0].header("Content-Language").as_deref(), Some("ru"));
    assert_eq!(test("nobody").await, Err("bad_address"));
    bed.post.plan([Some(BadDay::RefusesRecipient(550)), Some(BadDay::HangsUpAfterText { kept: false })]);
    assert_eq!(test("me@example.com").await, Err("letter_refused"));
    assert_eq!(test("me@example.com").await, Err("letter_unanswered"));
    assert_eq!(bed.states().await, BTreeMap::new(), "it is no letter to anybody");
}

#[tokio::test]
async fn a_db_that_came_back_from_a_backup_sends_nothing_that_may_have_gone_out_since() {
    let mut bed = Bed::new().await;
    bed.friends(3).await;
    let (backup, restored) = (bed.dir.path().join("backup.db"), bed.dir.path().join("restored.db"));
    bed.desk.backup(&backup, None).await.unwrap();
    assert_eq!(bed.send().await.sent, 3);
    vouchsafe_app::keeping::restore(&backup, &restored, None, None).await.unwrap();
    let now = bed.now();
    let desk = Desk::open(&restored, Access::ReadWrite, Arc::new(move || now)).await.unwrap();
    assert!(desk.notice_settings().await.unwrap().switches.iter().all(|switch| switch.since.is_none()));
    let sent = desk.send_notices(None, patience(), &CancellationToken::new()).await.unwrap();
    assert_eq!(sent.sent, 0);
    let rows = desk.notices(None, None, 10).await.unwrap().page.rows;
    assert!(rows.iter().all(|row| (row.state, row.why) == (NoticeState::Unknown, Some(NoticeWhy::Restored))), "{rows:?}");
    assert_eq!(bed.arrived().into_values().max(), Some(1));
}

/// An order of the first friend's.
fn order(no: u32, at: Timestamp) -> [String; 2] {
    [
        format!(
            r#"{{"id":"o{no}-placed","type":"order_placed","at":"{at}","order":"{no}","customer":"f0","items":{{"amount":"80.00","currency":"EUR"}}}}"#
        ),
        format!(r#"{{"id":"o{no}-confirmed","type":"order_confirmed","at":"{at}","order":"{no}"}}"#),
    ]
}

#[tokio::test]
async fn a_letter_tells_what_is_delivered_and_none_goes_where_all_of_it_is_kept() {
    // Of a reward of 10.00 so much is used before it is taken back, and kept of the next one.
    for (used, told) in [("4.00", &["6.00"][..]), ("10.00", &[])] {
        let mut bed = Bed::new().await;
        for kind in [NoticeKind::Registered, NoticeKind::Reversed] {
            bed.desk.switch_notice(kind, false).await.unwrap();
        }
        bed.friends(1).await;
        bed.desk.set_payout_rules("ada", &PayoutRules { approve_above: Vec::new(), clawback: Clawback::Carry }, "as agreed").await.unwrap();
        let at = bed.now();
        bed.tell(&order(1, at)).await;
        bed.send().await;
        let (key, at) = ("first/f0/1/advocate", bed.now());
        let amount = format!(r#"{{"amount":"{used}","currency":"EUR"}}"#);
        bed.tell(&[format!(r#"{{"id":"used-1","type":"reward_used","at":"{at}","reward":"{key}","amount":{amount}}}"#)]).await;
        let expects = bed.desk.reward(key).await.unwrap().revision;
        bed.desk.act("ada", key, &Act::Reverse, "a mistake", expects).await.unwrap();
        let (at, before) = (bed.now(), bed.post.letters().len());
        assert!(before == 1 && bed.post.letters()[0].text.contains("10.00"));
        bed.tell(&order(2, at)).await;
        bed.send().await;
        let letters = bed.post.letters().split_off(before);
        let amounts = ["10.00", "6.00"].into_iter().filter(|amount| letters.iter().any(|letter| letter.text.contains(amount)));
        assert_eq!((amounts.collect::<Vec<_>>().as_slice(), letters.len()), (told, told.len()), "{used}");
        let skipped = bed.desk.notices(Some(NoticeState::Skipped), None, 10).await.unwrap().page.rows;
        assert_eq!(skipped.iter().any(|row| (row.kind, row.why) == (NoticeKind::Earned, Some(NoticeWhy::Untrue))), told.is_empty(), "{skipped:?}");
    }
}
