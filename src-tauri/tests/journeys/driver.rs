//! WebDriver by hand: a handful of requests to a tauri-driver of its own.

use crate::wait_for;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The longest that one answer may take: a program that starts on a busy machine.
const ANSWER: Duration = Duration::from_secs(60);

/// A running tauri-driver; it ends when this is dropped.
#[derive(Debug)]
pub struct Driver {
    process: Child,
    port: u16,
}

/// What WebDriver refuses: its code and its sentence.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Refused {
    pub code: String,
    pub message: String,
}

impl Driver {
    /// Starts it. What it starts sees `home` as its user's folders and `data` as its folder of dbs.
    pub fn start(home: &Path, data: &Path, token: Option<&str>) -> Self {
        let (port, native) = (free_port(), free_port());
        let mut command = Command::new("tauri-driver");
        command.args(["--port", &port.to_string(), "--native-port", &native.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
        for name in ["HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"] {
            command.env(name, home);
        }
        command.env("VOUCHSAFE_DATA_DIR", data).env("TZ", "UTC").env("LANG", "C.UTF-8").env_remove("LANGUAGE");
        match token {
            Some(token) => command.env("VOUCHSAFE_SHOP_TOKEN", token),
            None => command.env_remove("VOUCHSAFE_SHOP_TOKEN"),
        };
        let process = command.spawn().expect("tauri-driver is on the path: run `make e2e`");
        let driver = Self { process, port };
        wait_for("tauri-driver to answer", || driver.ask("GET", "/status", None).ok().map(drop)).unwrap();
        driver
    }

    /// Starts the program. Gives the session's id.
    pub fn open(&self, args: &[&str]) -> Result<String, Refused> {
        let options = json!({ "application": env!("CARGO_BIN_EXE_vouchsafe-desktop"), "args": args });
        let asked = json!({ "capabilities": { "alwaysMatch": { "browserName": "wry", "tauri:options": options } } });
        let opened = self.ask("POST", "/session", Some(&asked))?;
        Ok(opened["sessionId"].as_str().expect("a session has an id").to_owned())
    }

    /// One request and its answer.
    pub fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Refused> {
        let answer = self.exchange(method, path, body).map_err(|fault| Refused { code: "no answer".to_owned(), message: fault.to_string() })?;
        let text = |name: &str| answer["value"][name].as_str().map(str::to_owned);
        match text("error") {
            Some(code) => Err(Refused { code, message: text("message").unwrap_or_default() }),
            None => Ok(answer["value"].clone()),
        }
    }

    fn exchange(&self, method: &str, path: &str, body: Option<&Value>) -> std::io::Result<Value> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(ANSWER))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        let mut reader = BufReader::new(stream);
        let mut length = None;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().ok();
            }
        }
        let mut answer = Vec::new();
        reader.take(length.unwrap_or(u64::MAX)).read_to_end(&mut answer)?;
        Ok(serde_json::from_slice(&answer)?)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked in this way it takes the native driver along; a driver that has ended already needs no asking.
        drop(Command::new("kill").arg(self.process.id().to_string()).status());
        drop(self.process.wait());
    }
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).expect("loopback has a free port").port()
}
