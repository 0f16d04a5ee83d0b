//! A real Chromium is the judge of what corsctl says about browsers. It is not everywhere, so these
//! tests are asked for:
//!
//! ```sh
//! cargo test --test it -- --ignored chromium
//! ```
//!
//! `CORSCTL_CHROMIUM` names the browser where it isn't `chromium` on the `PATH`. All traffic stays on
//! loopback: every name is mapped there, and stand-ins answer.

mod browser;
mod case;
mod cases;
mod cors;
mod origins;
mod probe;
mod site;
mod spaces;

use browser::Browser;
use case::{Answer, Case, Fetch, Page};
