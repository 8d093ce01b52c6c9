//! Letters through mail servers on encrypted lines and on bad days: a letter leaves safely, or one sentence says why it did not.

use super::runner::{Place, Ran, ran};
use super::safe_post::SafePost;
use std::sync::Arc;
use vouchsafe_app::notices::Tls;
use vouchsafe_app::view::SmtpSettings;
use vouchsafe_app::{Access, Desk};
use vouchsafe_demo::{BadDay, Post};
use vouchsafe_domain::time::Timestamp;

/// A db that sends its letters there.
async fn place(port: u16, tls: Tls) -> Place {
    let place = Place::new();
    let desk = Desk::open(&place.path("vouchsafe.db"), Access::ReadWrite, Arc::new(|| Timestamp::EPOCH)).await.unwrap();
    let from = "post@shop.example".to_owned();
    let server = SmtpSettings { host: "127.0.0.1".to_owned(), port, tls, user: String::new(), from, from_name: "Linden".to_owned() };
    desk.set_smtp(Some(server)).await.unwrap();
    desk.close().await;
    place
}

/// Sends a letter for trial by a machine that trusts what stands in a file, or what it always does.
fn trial(place: &Place, lang: &str, trusts: Option<&str>) -> Ran {
    let mut command = place.command(&["notices", "test", "ada@example.com", "--lang", lang]);
    command.env_remove("SSL_CERT_DIR").env_remove("SSL_CERT_FILE");
    if let Some(file) = trusts {
        command.env("SSL_CERT_FILE", place.path(file));
    }
    ran(&mut command)
}

#[track_caller]
fn refused(ran: &Ran, begins: &str, ends: &str) {
    let said = ran.err.trim_end();
    assert!(ran.status.code() == Some(1) && said.starts_with(begins) && said.ends_with(ends) && said.lines().count() == 1, "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_that_nobody_vouches_for_gets_no_letter_and_one_that_is_trusted_does() {
    for tls in [Tls::Implicit, Tls::StartTls] {
        let (safe, other) = (SafePost::open(tls).await, SafePost::open(tls).await);
        let place = place(safe.port, tls).await;
        other.write_certificate(&place.path("other.pem"));
        for trusts in [None, Some("other.pem")] {
            refused(
                &trial(&place, "en", trusts),
                "There is no safe line to the mail server 127.0.0.1 (",
                "); check its name and its encryption, or let this computer trust its certificate.",
            );
            refused(
                &trial(&place, "ru", trusts),
                "Безопасного соединения с почтовым сервером 127.0.0.1 нет (",
                "); проверьте имя и шифрование или сделайте его сертификат доверенным на этом компьютере.",
            );
        }
        assert_eq!(safe.post.letters(), [], "{tls:?}");
        safe.write_certificate(&place.path("trusted.pem"));
        trial(&place, "en", Some("trusted.pem")).done();
        let letters = safe.post.letters();
        assert_eq!(letters.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), ["ada@example.com"], "{tls:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_offers_no_encryption_where_it_is_wanted_gets_no_letter() {
    let post = Post::open().await.unwrap();
    for tls in [Tls::Implicit, Tls::StartTls] {
        let place = place(post.port(), tls).await;
        let ends = "); check its name and its encryption, or let this computer trust its certificate.";
        refused(&trial(&place, "en", None), "There is no safe line to the mail server 127.0.0.1 (", ends);
    }
    assert_eq!(post.letters(), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_drops_the_line_after_the_text_leaves_a_doubt_that_is_said() {
    let post = Post::open().await.unwrap();
    let place = place(post.port(), Tls::Off).await;
    post.plan([true, false].map(|kept| Some(BadDay::HangsUpAfterText { kept })));
    refused(&trial(&place, "en", None), "It is not known whether the letter was taken (", "); look whether it arrives before you send another.");
    refused(&trial(&place, "ru", None), "Неизвестно, принято ли письмо (", "); посмотрите, пришло ли оно, прежде чем отправлять ещё одно.");
    assert_eq!(post.letters().len(), 1);
}
