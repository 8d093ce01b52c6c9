//! A mail server on an encrypted line, with a certificate that nobody has heard of before.

use rcgen::CertifiedKey;
use std::io;
use std::path::Path;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use vouchsafe_app::notices::Tls;
use vouchsafe_demo::Post;

/// The mail server, and the door before it that encrypts.
pub(crate) struct SafePost {
    pub(crate) post: Post,
    pub(crate) port: u16,
    certificate: String,
}

impl SafePost {
    /// Opens one whose certificate is for 127.0.0.1.
    pub(crate) async fn open(tls: Tls) -> Self {
        let CertifiedKey { cert, signing_key } = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider())).with_safe_default_protocol_versions().unwrap();
        let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der());
        let config = config.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key.into()).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (post, listener) = (Post::open().await.unwrap(), TcpListener::bind(("127.0.0.1", 0)).await.unwrap());
        let (behind, port) = (post.port(), listener.local_addr().unwrap().port());
        tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                // Who does not trust the certificate hangs up, which is no fault of the server.
                tokio::spawn(lead(line, acceptor.clone(), behind, tls));
            }
        });
        Self { post, port, certificate: cert.pem() }
    }

    /// Writes down whom to trust, as SSL_CERT_FILE names it.
    pub(crate) fn write_certificate(&self, file: &Path) {
        std::fs::write(file, &self.certificate).unwrap();
    }
}

/// One line: encrypted, then led to the server behind.
async fn lead(mut line: TcpStream, acceptor: TlsAcceptor, behind: u16, tls: Tls) -> io::Result<()> {
    if tls == Tls::StartTls {
        line.write_all(b"220 post.example\r\n").await?;
        heard(&mut line).await?;
        line.write_all(b"250-post.example\r\n250 STARTTLS\r\n").await?;
        heard(&mut line).await?;
        line.write_all(b"220 go on\r\n").await?;
    }
    let mut safe = acceptor.accept(line).await?;
    let mut server = BufReader::new(TcpStream::connect(("127.0.0.1", behind)).await?);
    if tls == Tls::StartTls {
        // Who was greeted already is not greeted again.
        server.read_line(&mut String::new()).await?;
    }
    copy_bidirectional(&mut safe, &mut server).await.map(drop)
}

/// A line of what is said, and not a byte more.
async fn heard(line: &mut TcpStream) -> io::Result<String> {
    let mut said = Vec::new();
    while !said.ends_with(b"\n") {
        said.push(line.read_u8().await?);
    }
    Ok(String::from_utf8_lossy(&said).trim_end().to_owned())
}
