//! Letters to a mail server on its good and bad days.

#![allow(clippy::unwrap_used)]

use std::time::Duration;
use vouchsafe_connectors::smtp::{Address, Letter, Line, Password, Patience, Sender, Sent, Server, SmtpError, Tls};
use vouchsafe_demo::{BadDay, Post};
use vouchsafe_domain::time::Timestamp;

fn letter(no: u32) -> Letter {
    Letter {
        id: format!("{no}@shop.example"),
        from: Sender { name: "Линден".to_owned(), address: Address::parse("post@shop.example").unwrap() },
        to: Address::parse("ada@example.com").unwrap(),
        at: Timestamp::parse("2026-03-01T09:30:00Z").unwrap(),
        language: "en",
        subject: format!("Letter {no}"),
        text: "Hello\n.\n.. and on\n".to_owned(),
        html: "<p>Hello</p>".to_owned(),
    }
}

fn patience() -> Patience {
    let short = Duration::from_millis(200);
    Patience { greeting: Duration::from_secs(5), answer: Duration::from_secs(5), verdict: short }
}

fn at(post: &Post, user: &str) -> Server {
    Server::new("127.0.0.1", post.port(), Tls::Off, user).unwrap()
}

async fn line(post: &Post) -> Line {
    Line::open(&at(post, ""), None, patience()).await.unwrap()
}

#[tokio::test]
async fn each_bad_day_gives_a_letter_the_fate_that_it_had() {
    // What happens to a letter, what is said of it, how many the server then has, and whether the line goes on.
    #[track_caller]
    fn check(day: BadDay, sent: &Sent, kept: usize, is_open: bool, expected: (&str, usize, bool)) {
        let fate = match sent {
            Sent::Accepted => "accepted".to_owned(),
            Sent::Refused { code, said, for_good } => {
                assert!(said.starts_with(&code.to_string()), "{said}");
                format!("refused {code}{}", if *for_good { " for good" } else { "" })
            }
            Sent::Unwritable { .. } => "unwritable".to_owned(),
            Sent::Lost { .. } => "lost".to_owned(),
            Sent::Unknown { .. } => "unknown".to_owned(),
        };
        assert_eq!((fate.as_str(), kept, is_open), expected, "{day:?}");
    }
    for (day, expected) in [
        (BadDay::RefusesRecipient(550), ("refused 550 for good", 0, true)),
        (BadDay::RefusesRecipient(451), ("refused 451", 0, true)),
        (BadDay::RefusesRecipient(421), ("lost", 0, false)),
        (BadDay::RefusesText(554), ("refused 554 for good", 0, true)),
        (BadDay::RefusesText(452), ("refused 452", 0, true)),
        (BadDay::HangsUpBeforeText, ("lost", 0, false)),
        (BadDay::HangsUpAfterText { kept: true }, ("unknown", 1, false)),
        (BadDay::HangsUpAfterText { kept: false }, ("unknown", 0, false)),
        (BadDay::FallsSilent, ("unknown", 1, false)),
    ] {
        let post = Post::open().await.unwrap();
        post.plan([Some(day)]);
        let mut line = line(&post).await;
        let sent = line.send(&letter(1)).await.unwrap();
        check(day, &sent, post.letters().len(), line.is_open(), expected);
        if line.is_open() {
            assert_eq!(line.send(&letter(2)).await.unwrap(), Sent::Accepted, "{day:?}");
        }
    }
}

#[tokio::test]
async fn letters_share_a_line_and_come_as_they_were_written() {
    let post = Post::open().await.unwrap();
    let mut line = line(&post).await;
    for no in 1..=3 {
        assert_eq!(line.send(&letter(no)).await.unwrap(), Sent::Accepted);
    }
    line.close().await;
    let letters = post.letters();
    assert_eq!((post.lines(), letters.len()), (1, 3));
    assert_eq!(letters[2].header("Message-ID").unwrap(), "<3@shop.example>");
    assert_eq!((letters[0].from.as_str(), letters[0].to.as_str()), ("post@shop.example", "ada@example.com"));
    assert!(letters[0].text.contains("Hello\r\n.\r\n.. and on\r\n"), "{}", letters[0].text);
}

#[tokio::test]
async fn a_sender_who_is_refused_stops_everything() {
    let post = Post::open().await.unwrap();
    post.plan([Some(BadDay::RefusesSender(553))]);
    let refused = line(&post).await.send(&letter(1)).await.unwrap_err();
    assert_eq!(refused.code(), "smtp_sender_refused");
    assert!(post.letters().is_empty());
}

#[tokio::test]
async fn only_who_knows_the_password_sends() {
    let post = Post::open().await.unwrap();
    post.ask_for("ada", "right");
    let open = async |password: &str| Line::open(&at(&post, "ada"), Some(&Password::new(password)), patience()).await;
    assert_eq!(open("wrong").await.unwrap_err().code(), "smtp_login_refused");
    assert_eq!(open("right").await.unwrap().send(&letter(1)).await.unwrap(), Sent::Accepted);
    let nobody = line(&post).await.send(&letter(2)).await.unwrap_err();
    assert!(matches!(nobody, SmtpError::SenderRefused { .. }), "{nobody}");
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_or_trusted_is_named() {
    let post = Post::open().await.unwrap();
    let server = Server::new("127.0.0.1", post.port(), Tls::StartTls, "").unwrap();
    let refused = Line::open(&server, None, patience()).await.unwrap_err();
    assert_eq!((refused.code(), refused.args()[0].1.as_str()), ("smtp_unsafe", "127.0.0.1"));
    let server = Server::new("127.0.0.1", post.port(), Tls::Implicit, "").unwrap();
    // It answers in the clear what should have been encrypted.
    assert_eq!(Line::open(&server, None, patience()).await.unwrap_err().code(), "smtp_unsafe");
    post.stop_greeting();
    let hasty = Patience { greeting: Duration::from_millis(100), ..patience() };
    assert_eq!(Line::open(&at(&post, ""), None, hasty).await.unwrap_err().code(), "smtp_unreachable");
    let port = post.port();
    drop(post);
    tokio::task::yield_now().await;
    let gone = Server::new("127.0.0.1", port, Tls::Off, "").unwrap();
    assert_eq!(Line::open(&gone, None, patience()).await.unwrap_err().code(), "smtp_unreachable");
}
