//! Keeping: backups, and coming back from one.
//!
//! A backup is the db itself as one file, or the same encrypted with a passphrase in the age format, which other programs can open as well. A
//! db that comes back from a backup begins a new epoch: what was paid out since then is not in it, so payouts rest until somebody has
//! compared it with the shop.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::reconcile::RECONCILED_AT;
use crate::view::{
    Tag,
    keeping::{BackupReport, Kept, Restored},
};
use age::secrecy::SecretString;
use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use vouchsafe_db::{Access, Db};

pub(crate) const EPOCH: &str = "epoch";
pub(crate) const PAYOUTS_PAUSED: &str = "payouts_paused";
/// The beginning of every encrypted backup.
const AGE: &[u8] = b"age-encryption.org/v1";
/// Shorter ones are guessed.
const SHORTEST_PASSPHRASE: usize = 10;
/// What scrypt may cost at most when a backup is opened, as a power of two: a hostile file must not hold up the program.
const MOST_WORK: u8 = 20;

/// The passphrase of a backup. It is shown nowhere and wiped from memory.
#[derive(Clone)]
pub struct Passphrase {
    secret: SecretString,
    /// How much guessing costs, as a power of two; chosen by the machine where it is not said.
    work: Option<u8>,
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase")
    }
}

impl Passphrase {
    /// A passphrase that somebody has chosen for a new backup.
    ///
    /// # Errors
    /// [`AppError::PassphraseShort`].
    pub fn chosen(text: &str) -> Result<Self> {
        if text.chars().count() < SHORTEST_PASSPHRASE {
            return Err(AppError::PassphraseShort { least: SHORTEST_PASSPHRASE });
        }
        Ok(Self::entered(text))
    }

    /// A passphrase that somebody has entered to open a backup.
    #[must_use]
    pub fn entered(text: &str) -> Self {
        Self { secret: SecretString::from(text.to_owned()), work: None }
    }

    /// The same, cheap to guess: for files that are thrown away.
    #[must_use]
    pub fn with_work(self, work: u8) -> Self {
        Self { work: Some(work), ..self }
    }
}

impl Desk {
    /// Writes a backup into a new file and reads it back: its log must hold what ours did, and its journal must verify.
    ///
    /// # Errors
    /// [`AppError::FileUnreadable`] when the file is there already or cannot be written; what the db says.
    pub async fn backup(&self, to: &Path, passphrase: Option<Passphrase>) -> Result<BackupReport> {
        if to.exists() {
            return Err(AppError::FileThere { path: to.to_owned() });
        }
        let made_at = self.now();
        let entries_before = self.db().journal_head().await?.map_or(0, |(entries, _)| entries);
        // An encrypted backup is put together in the clear first, beside the db, where such bytes are at home.
        let plain = if passphrase.is_some() { ended(self.db().path(), ".backup-in-the-making") } else { to.to_owned() };
        let made = Leftover(passphrase.is_some().then(|| plain.clone()));
        if made.0.is_some() {
            // One that a killed program has left.
            drop(std::fs::remove_file(&plain));
        }
        let copied = self.db().copy_into(&plain).await?;
        verify(&plain, copied.entries, entries_before).await?;
        let is_encrypted = passphrase.is_some();
        if let Some(passphrase) = passphrase {
            let (from, into) = (plain.clone(), to.to_owned());
            let encrypted = tokio::task::spawn_blocking(move || encrypt(&from, &into, &passphrase));
            if let Err(error) = encrypted.await.map_err(|_| AppError::Cancelled)? {
                drop(std::fs::remove_file(to));
                return Err(error);
            }
        }
        drop(made);
        let bytes = std::fs::metadata(to).map_or(copied.bytes, |found| found.len());
        Ok(BackupReport { path: to.to_owned(), bytes, events: copied.events, made_at, is_encrypted })
    }

    /// Lets payouts go on that rested since a restore. Where they did not, nothing happens.
    ///
    /// # Errors
    /// [`AppError::PayoutsRest`] while the db was not compared with the shop since, or something of what differed is open; what the db says.
    pub async fn resume_payouts(&self) -> Result<()> {
        if !self.rests_since_restore().await? {
            return Ok(());
        }
        let compared = self.reconcile_status().await?;
        if compared.last_at.is_none() || compared.open > 0 {
            return Err(AppError::PayoutsRest);
        }
        self.db().write(|tx| tx.set(PAYOUTS_PAUSED, "")).await?;
        self.changed([Tag::Desk]);
        Ok(())
    }

    /// Whether payouts rest because the db came back from a backup.
    pub(crate) async fn rests_since_restore(&self) -> Result<bool> {
        Ok(self.db().setting(PAYOUTS_PAUSED).await?.is_some_and(|why| !why.is_empty()))
    }

    /// How the db is kept.
    ///
    /// # Errors
    /// What the db says.
    pub async fn kept(&self) -> Result<Kept> {
        let epoch = self.db().setting(EPOCH).await?.and_then(|text| text.parse().ok()).unwrap_or(0);
        let are_payouts_paused = self.rests_since_restore().await?;
        let (writes_back, reconciles_at_start) = (self.writes_back_codes().await?, self.reconciles_at_start().await?);
        Ok(Kept { epoch, are_payouts_paused, writes_back, reconciles_at_start })
    }
}

/// The copy's journal must be whole and reach at least as far as ours did when it was begun.
async fn verify(copy: &Path, entries: u64, entries_before: u64) -> Result<()> {
    let db = Db::open(copy, Access::Copying).await?;
    let verified = db.verify_journal().await;
    db.close().await;
    let damaged = |what: String| AppError::Db(vouchsafe_db::DbError::Damaged(what));
    if let Some(broken) = verified?.broken {
        return Err(damaged(format!("its journal is broken: {broken:?}")));
    }
    if entries < entries_before { Err(damaged(format!("the copy holds {entries} of {entries_before} journal entries"))) } else { Ok(()) }
}

/// Whether a file is an encrypted backup.
///
/// # Errors
/// [`AppError::FileUnreadable`].
pub fn is_encrypted(path: &Path) -> Result<bool> {
    let mut head = Vec::new();
    File::open(path).and_then(|file| file.take(AGE.len() as u64).read_to_end(&mut head)).map_err(|error| unreadable(path, &error))?;
    Ok(head == AGE)
}

/// Makes a db of a backup, in a new file, and begins a new epoch with payouts at rest. Who was erased in `replaced`, the db whose place it takes,
/// is erased in it as well, where the backup is of the same desk.
///
/// # Errors
/// [`AppError::PassphraseMissing`], [`AppError::PassphraseWrong`]; [`AppError::FileThere`] when there is a file already; what is wrong with
/// the backup. Nothing is left then.
pub async fn restore(backup: &Path, to: &Path, passphrase: Option<Passphrase>, replaced: Option<&Path>) -> Result<Restored> {
    // SQLite takes a WAL that lies beside a file for its own, whosever it was.
    if let Some(path) = ["", "-wal", "-shm", "-journal"].map(|ending| ended(to, ending)).into_iter().find(|path| path.exists()) {
        return Err(AppError::FileThere { path });
    }
    // Under another name until everything stands in it: a program that is killed leaves no db that would pay out.
    let making = ended(to, ".restoring");
    let made = Leftover::new(making.clone());
    made.clear();
    let (from, into) = (backup.to_owned(), making.clone());
    let opened = tokio::task::spawn_blocking(move || match (is_encrypted(&from)?, passphrase) {
        (true, None) => Err(AppError::PassphraseMissing),
        (true, Some(passphrase)) => decrypt(&from, &into, &passphrase),
        (false, _) => copy(&from, &into),
    });
    opened.await.map_err(|_| AppError::Cancelled)??;
    let copied = vouchsafe_db::inspect(&making)?;
    verify(&making, copied.entries, 0).await?;
    let db = Db::open(&making, Access::ReadWrite).await?;
    let epoch = db.setting(EPOCH).await?.and_then(|text| text.parse::<u32>().ok()).unwrap_or(0).saturating_add(1);
    let begun = db.write(move |tx| {
        tx.set(EPOCH, &epoch.to_string())?;
        tx.set(PAYOUTS_PAUSED, "restored")?;
        // What was compared before says nothing of what came after the backup.
        tx.set(RECONCILED_AT, "")?;
        tx.rest_notices()
    });
    let begun = begun.await;
    let erased = match replaced {
        Some(replaced) if begun.is_ok() => erase_again(&db, replaced).await,
        _ => Ok(false),
    };
    db.close().await;
    begun?;
    let may_hold_erased = erased?;
    std::fs::rename(&making, to).map_err(|error| unreadable(to, &error))?;
    drop(made);
    Ok(Restored { path: to.to_owned(), epoch, events: copied.events, may_hold_erased })
}

/// Returns whether somebody who was erased may be in it all the same.
async fn erase_again(db: &Db, replaced: &Path) -> Result<bool> {
    let Some(ends) = db.journal_ends().await? else { return Ok(false) };
    let known = Db::open(replaced, Access::Copying).await?;
    let erasures = known.erasures_for(ends).await;
    known.close().await;
    let Some(erasures) = erasures? else { return Ok(false) };
    let is_forked = erasures.is_forked();
    db.write(move |tx| tx.erase_again(&erasures)).await?;
    // Also where nobody was found: free pages of the backup can hold what was swept.
    db.compact().await?;
    Ok(is_forked)
}

fn encrypt(from: &Path, to: &Path, passphrase: &Passphrase) -> Result<()> {
    let failed = |error: std::io::Error| unreadable(to, &error);
    let mut source = BufReader::new(File::open(from).map_err(|error| unreadable(from, &error))?);
    let output = BufWriter::new(new_file(to)?);
    let inner = passphrase.encrypt(&mut source, output).map_err(failed)?;
    inner.get_ref().sync_all().map_err(failed)
}

fn decrypt(from: &Path, to: &Path, passphrase: &Passphrase) -> Result<()> {
    let source = BufReader::new(File::open(from).map_err(|error| unreadable(from, &error))?);
    let mut output = new_file(to)?;
    passphrase.decrypt(source, &mut output, from)?;
    output.sync_all().map_err(|error| unreadable(to, &error))
}

impl Passphrase {
    /// Bytes that this passphrase alone opens.
    pub(crate) fn seal(&self, plain: &[u8]) -> std::io::Result<Vec<u8>> {
        self.encrypt(&mut &*plain, Vec::new())
    }

    /// The bytes that were sealed.
    pub(crate) fn unseal(&self, sealed: &[u8], of: &Path) -> Result<Vec<u8>> {
        let mut plain = Vec::new();
        self.decrypt(sealed, &mut plain, of)?;
        Ok(plain)
    }

    fn encrypt<W: Write>(&self, source: &mut impl Read, output: W) -> std::io::Result<W> {
        let mut recipient = age::scrypt::Recipient::new(self.secret.clone());
        if let Some(work) = self.work {
            recipient.set_work_factor(work);
        }
        let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).map_err(std::io::Error::other)?;
        let mut sealed = encryptor.wrap_output(output)?;
        std::io::copy(source, &mut sealed)?;
        let mut inner = sealed.finish()?;
        inner.flush()?;
        Ok(inner)
    }

    fn decrypt(&self, source: impl std::io::BufRead, output: &mut impl Write, from: &Path) -> Result<()> {
        let garbled = |error: &dyn std::fmt::Display| AppError::FileUnreadable { path: from.to_owned(), what: error.to_string() };
        let decryptor = age::Decryptor::new_buffered(source).map_err(|error| garbled(&error))?;
        let mut identity = age::scrypt::Identity::new(self.secret.clone());
        identity.set_max_work_factor(MOST_WORK);
        let mut plain = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).map_err(|error| match error {
            age::DecryptError::DecryptionFailed | age::DecryptError::NoMatchingKeys => AppError::PassphraseWrong,
            other => garbled(&other),
        })?;
        std::io::copy(&mut plain, output).map(drop).map_err(|error| garbled(&error))
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let mut source = File::open(from).map_err(|error| unreadable(from, &error))?;
    let mut output = new_file(to)?;
    std::io::copy(&mut source, &mut output).and_then(|_| output.sync_all()).map_err(|error| unreadable(to, &error))
}

/// Writes a new file that this user alone may read.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = new_file(path)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| unreadable(path, &error))
}

/// A new file that this user alone may read.
fn new_file(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> AppError {
    AppError::FileUnreadable { path: path.to_owned(), what: error.to_string() }
}

fn ended(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A file that must not stay, with what SQLite puts beside it.
pub(crate) struct Leftover(Option<PathBuf>);

impl Leftover {
    pub(crate) const fn new(path: PathBuf) -> Self {
        Self(Some(path))
    }

    pub(crate) fn clear(&self) {
        let Some(path) = &self.0 else { return };
        for ending in ["", "-wal", "-shm", ".lock"] {
            // What is not there needs no taking away.
            drop(std::fs::remove_file(ended(path, ending)));
        }
    }
}

impl Drop for Leftover {
    fn drop(&mut self) {
        self.clear();
    }
}
