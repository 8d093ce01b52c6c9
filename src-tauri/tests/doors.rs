//! The three doors and what may be wrong behind them, without a window: the shell on real files and on the demo shop on loopback.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::mpsc;
use vouchsafe_desktop::keychain::Keychain;
use vouchsafe_desktop::messages::{Message, Voice};
use vouchsafe_desktop::places::Places;
use vouchsafe_desktop::shell::Shell;
use vouchsafe_desktop::start::{DemoSpec, Start};
use vouchsafe_desktop::wire::desk::{Desk, Door};
use vouchsafe_desktop::wire::sync::{Phase, SyncStatus};

const SMALL: DemoSpec = DemoSpec { orders: 120, seed: 1 };
const LONG: Duration = Duration::from_secs(120);

/// A shell on a folder of its own, with ears on what it says.
struct Desktop {
    shell: Shell,
    heard: mpsc::UnboundedReceiver<Message>,
}

impl Desktop {
    fn start(folder: &Path, start: Start) -> Self {
        let (said, heard) = mpsc::unbounded_channel();
        // Nobody listens any more once a test is over.
        let voice = Voice::new(move |message| drop(said.send(message)));
        Self { shell: Shell::opening(Places::at(folder.to_owned()), start, Keychain::Nowhere, voice), heard }
    }

    /// The last thing that is told of a round.
    async fn read_to_the_end(&mut self) -> SyncStatus {
        let end = async {
            loop {
                match self.heard.recv().await.unwrap() {
                    Message::Sync(status) if matches!(status.phase, Phase::Idle | Phase::Failed) => return status,
                    Message::Sync(_) | Message::Changed(_) => {}
                }
            }
        };
        tokio::time::timeout(LONG, end).await.unwrap()
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn with_demo(orders: DemoSpec) -> Start {
    Start { db: None, demo: true, spec: orders }
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn code(desk: &Desk) -> Option<&str> {
    desk.banner.as_ref().map(|banner| banner.code.as_str())
}

#[tokio::test]
async fn the_first_start_shows_the_doors() {
    let folder = folder();
    let desktop = Desktop::start(folder.path(), Start::default());
    let desk = desktop.shell.desk().await.unwrap();
    assert_eq!((desk.door, desk.banner, desk.db_path.as_str()), (Door::FirstRun, None, ""));
    assert_eq!(desktop.shell.session().await.unwrap_err().code, "not_found");
    assert_eq!(files(folder.path()), Vec::<String>::new(), "looking leaves nothing behind");
}

#[tokio::test]
async fn the_demo_is_read_and_found_again() {
    let folder = folder();
    let mut first = Desktop::start(folder.path(), with_demo(SMALL));
    let desk = first.shell.desk().await.unwrap();
    assert_eq!((desk.door, desk.demo, code(&desk)), (Door::Ready, true, None));
    assert_eq!(first.read_to_the_end().await.error, None);
    assert!(first.shell.desk().await.unwrap().folded);
    let session = first.shell.session().await.unwrap();
    let overview = session.desk.overview(None).await.unwrap();
    assert!(!overview.currencies.is_empty());
    let status = session.desk.sync_status().await.unwrap();
    drop(session);

    let second = Desktop::start(folder.path(), with_demo(SMALL));
    let refused = second.shell.desk().await.unwrap();
    assert_eq!((refused.door, code(&refused)), (Door::FirstRun, Some("db_in_use")));
    assert!(refused.banner.unwrap().args["path"].ends_with("demo-120-1.db"));

    first.shell.close().await;
    let mut again = Desktop::start(folder.path(), Start::default());
    let desk = again.shell.desk().await.unwrap();
    assert_eq!((desk.door, desk.demo, desk.folded), (Door::Ready, true, true));
    assert_eq!(again.read_to_the_end().await.error, None);
    let session = again.shell.session().await.unwrap();
    let after = session.desk.sync_status().await.unwrap();
    assert_eq!(after.kinds.iter().map(|kind| kind.in_mirror).sum::<u64>(), status.kinds.iter().map(|kind| kind.in_mirror).sum::<u64>());
    assert_eq!(session.desk.overview(None).await.unwrap().tiles, overview.tiles, "reading again adds nothing");
}

#[tokio::test]
async fn a_round_can_be_stopped_and_goes_on() {
    let folder = folder();
    let mut desktop = Desktop::start(folder.path(), with_demo(SMALL));
    let session = desktop.shell.session().await.unwrap();
    session.reading.stop().await;
    assert_eq!(session.reading.status(&session.desk).await.unwrap().phase, vouchsafe_app::view::Phase::Idle);
    while desktop.heard.try_recv().is_ok() {}
    desktop.shell.read_shop().await.unwrap();
    while desktop.read_to_the_end().await.last_synced_at.is_none() && session.desk.sync_status().await.unwrap().last_synced_at.is_none() {}
    assert!(desktop.shell.desk().await.unwrap().folded);
}

#[tokio::test]
async fn a_shop_that_refuses_leaves_nothing_behind() {
    let folder = folder();
    let server =
        vouchsafe_demo::serve(vouchsafe_demo::Shop::generate(&vouchsafe_demo::Spec::new(20, 1)), vouchsafe_demo::Options::default()).await.unwrap();
    let desktop = Desktop::start(folder.path(), Start::default());
    let shell = &desktop.shell;
    assert_eq!(shell.connect_shop("ftp://shop.example", "t", None).await.unwrap_err().code, "bad_url");
    assert_eq!(shell.connect_shop("http://127.0.0.1:1/graphql/", "t", None).await.unwrap_err().code, "shop_unreachable");
    let refused = shell.connect_shop(&server.url(), "wrong", None).await.unwrap_err();
    assert_eq!((refused.code.as_str(), refused.args["url"].as_str()), ("token_refused", server.url().as_str()));
    assert_eq!(files(folder.path()), Vec::<String>::new());
    assert_eq!(shell.desk().await.unwrap().door, Door::FirstRun);
}

#[tokio::test]
async fn a_connected_shop_is_read_and_its_token_is_not_written_down() {
    let folder = folder();
    let server =
        vouchsafe_demo::serve(vouchsafe_demo::Shop::generate(&vouchsafe_demo::Spec::new(20, 1)), vouchsafe_demo::Options::default()).await.unwrap();
    let mut desktop = Desktop::start(folder.path(), Start::default());
    let desk = desktop.shell.connect_shop(&server.url(), server.token(), None).await.unwrap();
    assert_eq!((desk.door, desk.demo, code(&desk)), (Door::Ready, false, Some("no_keychain")));
    assert_eq!(desktop.read_to_the_end().await.error, None);
    let programs = desktop.shell.session().await.unwrap().desk.programs().await.unwrap();
    assert!(programs.iter().any(|program| program.id == "shop-gift-card" && !program.is_ready), "a shop is judged from the first day on");
    desktop.shell.close().await;
    for name in files(folder.path()) {
        let bytes = std::fs::read(folder.path().join(&name)).unwrap();
        let token = server.token().as_bytes();
        assert!(!bytes.windows(token.len()).any(|window| window == token), "{name} holds the token");
    }
    // Without a token the shop stays as it is until somebody asks.
    let mut again = Desktop::start(folder.path(), Start::default());
    assert_eq!(again.shell.desk().await.unwrap().door, Door::Ready);
    again.shell.read_shop().await.unwrap();
    assert_eq!(again.read_to_the_end().await.error.unwrap().code, "token_missing");
}

#[tokio::test]
async fn a_file_of_events_is_judged_by_the_program_beside_it() {
    let folder = folder();
    let desktop = Desktop::start(folder.path(), Start::default());
    let tour = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/docs/tour/events.ndjson");
    let desk = desktop.shell.open_file(&tour).await.unwrap();
    assert_eq!((desk.door, desk.folded, desk.currencies), (Door::Ready, true, vec!["EUR".to_owned()]));
    let desk = &desktop.shell.session().await.unwrap().desk;
    let rewards = desk.rewards(&Default::default(), Default::default(), None, 50).await.unwrap();
    assert!(rewards.page.count > 3, "{}", rewards.page.count);
}

#[tokio::test]
async fn a_file_is_opened_whole_or_not_at_all() {
    let (folder, elsewhere) = (folder(), folder());
    let file = |name: &str, text: &str| -> PathBuf {
        let path = elsewhere.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let desktop = Desktop::start(folder.path(), Start::default());
    let shell = &desktop.shell;
    let refused = async |path: &Path| shell.open_file(path).await.unwrap_err();
    assert_eq!(refused(&elsewhere.path().join("gone.ndjson")).await.code, "file_unreadable");
    assert_eq!(refused(elsewhere.path()).await.code, "file_unreadable");
    let faulty = refused(&file("faulty.ndjson", "{\"id\":\"x\"}\n")).await;
    assert_eq!((faulty.code.as_str(), faulty.args["line"].as_str()), ("event_missing_field", "1"));
    let foreign = refused(&file("foreign.db", "SQLite format 3\0 but not really")).await;
    assert_eq!(foreign.code, "db_damaged");
    assert!(foreign.args["path"].ends_with("foreign.db"));
    assert_eq!(files(folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn a_db_of_a_newer_version_is_shown_and_not_touched() {
    let folder = folder();
    let mut older = Desktop::start(folder.path(), with_demo(SMALL));
    assert_eq!(older.read_to_the_end().await.error, None);
    older.shell.close().await;
    let path = folder.path().join("demo-120-1.db");
    let db = rusqlite::Connection::open(&path).unwrap();
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', 1, x'00', 0)";
    db.execute(newer, []).unwrap();
    db.close().unwrap();
    let before = std::fs::read(&path).unwrap();

    let desktop = Desktop::start(folder.path(), Start { db: Some(path.clone()), ..Start::default() });
    let desk = desktop.shell.desk().await.unwrap();
    assert_eq!((desk.door, code(&desk), desk.folded), (Door::ReadOnly, Some("db_newer"), true));
    assert_eq!(desk.banner.unwrap().args["found"], "9999");
    assert_eq!(desktop.shell.read_shop().await.unwrap_err().code, "read_only");
    desktop.shell.close().await;
    assert!(std::fs::read(&path).unwrap() == before, "a newer db was changed");
}

#[tokio::test]
async fn an_empty_db_leads_to_the_doors_and_is_filled_by_them() {
    let folder = folder();
    let path = folder.path().join("elsewhere/desk.db");
    let mut desktop = Desktop::start(folder.path(), Start { db: Some(path.clone()), spec: SMALL, ..Start::default() });
    let desk = desktop.shell.desk().await.unwrap();
    assert_eq!((desk.door, Path::new(&desk.db_path)), (Door::FirstRun, path.as_path()));
    let desk = desktop.shell.open_demo().await.unwrap();
    assert_eq!((desk.door, Path::new(&desk.db_path)), (Door::Ready, path.as_path()));
    assert_eq!(desktop.read_to_the_end().await.error, None);
}
