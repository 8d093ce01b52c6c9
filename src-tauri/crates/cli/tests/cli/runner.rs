//! Running the binary in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use vouchsafe_demo::{Options, Server, Shop, Spec, serve};

/// A folder that the binary takes for the data folder.
pub(crate) struct Place(tempfile::TempDir);

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: ExitStatus,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    /// The command with these arguments, ready to be changed.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        self.settle(Command::new(env!("CARGO_BIN_EXE_vouchsafe")), args)
    }

    /// A command in this folder that sees nothing of the machine's settings.
    pub(crate) fn settle(&self, mut command: Command, args: &[&str]) -> Command {
        command.args(args).current_dir(self.folder()).env("VOUCHSAFE_DATA_DIR", self.folder());
        for variable in ["VOUCHSAFE_SHOP_TOKEN", "VOUCHSAFE_PASSPHRASE", "VOUCHSAFE_LANG"] {
            command.env_remove(variable);
        }
        command.stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        ran(&mut self.command(args))
    }

    /// Runs with a shop's token.
    pub(crate) fn run_with(&self, token: &str, args: &[&str]) -> Ran {
        ran(self.command(args).env("VOUCHSAFE_SHOP_TOKEN", token))
    }
}

impl Place {
    /// Runs with a passphrase.
    pub(crate) fn run_knowing(&self, passphrase: &str, args: &[&str]) -> Ran {
        ran(self.command(args).env("VOUCHSAFE_PASSPHRASE", passphrase))
    }
}

/// A run that goes on beside the test, and ends with it.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended by itself is fine as well.
        drop(self.0.kill().and_then(|()| self.0.wait()));
    }
}

pub(crate) fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { status: output.status, out: text(output.stdout), err: text(output.stderr) }
}

impl Ran {
    /// What it wrote, if all went well and nothing was said.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!((self.status.code(), self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }

    /// The same as JSON.
    #[track_caller]
    pub(crate) fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.done()).unwrap()
    }

    /// That it ended with this status and said this one sentence, and nothing else.
    #[track_caller]
    pub(crate) fn said(&self, status: i32, sentence: &str) {
        assert_eq!((self.status.code(), self.err.as_str()), (Some(status), format!("{sentence}\n").as_str()), "{}", self.out);
    }
}

/// A shop of 300 orders on loopback.
pub(crate) async fn shop(options: Options) -> Server {
    serve(Shop::generate(&Spec::new(300, 1)), options).await.unwrap()
}
