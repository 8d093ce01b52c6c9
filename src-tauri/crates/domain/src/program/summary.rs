//! What a program will do, in sentences: as keys of the Fluent files with what is put into them, so that each shell says it in its language.

mod around;
mod rule;
mod value;

use super::{Base, Policy, Program, Trigger};
use crate::money::Money;
use crate::name::{Key, Texts};
use crate::reward::{Rail, Role};

/// A word inside a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// It is said as it is: an amount, a name, a number.
    Text(String),
    /// The sentence of this key stands for it.
    Key(String),
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its key in the Fluent files.
    pub key: String,
    /// How far it stands in: below a rule, below a step.
    pub depth: u8,
    /// What is put into it, by name. Several words stand side by side with commas between.
    pub args: Vec<(&'static str, Vec<Word>)>,
}

/// What a program will do, in the order in which a person would tell it. `policy` is the one that it would be in force under.
#[must_use]
pub fn summary(program: &Program, policy: &Policy, texts: &impl Texts) -> Vec<Sentence> {
    let mut speech = Speech { said: Vec::new(), depth: 0, texts };
    speech.frame(program);
    speech.policy(policy);
    for rule in &program.rules {
        speech.rule(rule);
    }
    speech.extras(program);
    speech.signals(&program.signals);
    speech.said
}

/// The most entries of a list that are named.
const MOST_NAMED: usize = 20;

type Args = Vec<(&'static str, Vec<Word>)>;

struct Speech<'a, T> {
    said: Vec<Sentence>,
    depth: u8,
    texts: &'a T,
}

impl<T: Texts> Speech<'_, T> {
    fn say(&mut self, what: &str, args: Args) {
        self.said.push(Sentence { key: format!("program-summary-{what}"), depth: self.depth, args });
    }

    /// Says something only where it is so.
    fn say_if(&mut self, is_so: bool, what: &str, args: Args) {
        if is_so {
            self.say(what, args);
        }
    }

    /// What is said meanwhile stands further in.
    fn below(&mut self, say: impl FnOnce(&mut Self)) {
        self.depth += 1;
        say(self);
        self.depth -= 1;
    }

    fn name(&self, key: Key) -> Vec<Word> {
        text(self.texts.text(key))
    }

    fn names(&self, keys: impl Iterator<Item = Key>) -> Vec<Word> {
        keys.map(|key| Word::Text(self.texts.text(key))).collect()
    }

    fn events(&self, on: &[Trigger]) -> Vec<Word> {
        let event = |trigger: &Trigger| match trigger {
            Trigger::Custom(name) => Word::Text(self.texts.text(*name)),
            named => word("event", named.name()),
        };
        on.iter().map(event).collect()
    }
}

fn text(text: impl ToString) -> Vec<Word> {
    vec![Word::Text(text.to_string())]
}

/// The word for one of a family of things: `base` and `order_total` give `program-summary-base-order-total`.
fn word(family: &str, name: &str) -> Word {
    Word::Key(format!("program-summary-{family}-{}", name.replace('_', "-")))
}

fn amounts(amounts: &[Money]) -> Vec<Word> {
    amounts.iter().map(|money| Word::Text(money.to_string())).collect()
}

fn base(of: Base) -> Vec<Word> {
    vec![word("base", of.name())]
}

fn rail(rail: Rail) -> Vec<Word> {
    vec![word("rail", rail.name())]
}

/// Who gets it, and for an upline how far up.
fn side(to: Role) -> [(&'static str, Vec<Word>); 2] {
    let (to, level) = match to {
        Role::Friend => ("friend", 0),
        Role::Advocate => ("advocate", 1),
        Role::Upline(level) => ("upline", level),
    };
    [("to", text(to)), ("level", text(level))]
}

#[cfg(test)]
mod tests;
