//! Lists
pub enum Step {
    Keep(usize),
    Replace(usize, String),
    Insert(String),
}
