//! What browsers do with a page's requests: who is let in, by whom, and why not.
//!
//! Pure: requests are described, answers are handed in, and nothing here touches a network or a
//! clock. A [`Fetch`] is what a script asks for, a [`Page`] where it runs; together they make the
//! first [`Request`], and each redirect makes the next. On its way stand three gates:
//!
//! 1. **Mixed content**, judged from the URL alone: Mixed Content, sections 4.3 and 4.4; with it the
//!    ports that nobody loads anything from ([`Request::before_traffic`]).
//! 2. **Local Network Access**, judged from the address that a connection goes to: the draft of that
//!    name ([`Request::at_address`]).
//! 3. **CORS**: Fetch, sections "CORS-preflight fetch", "CORS check" and "HTTP-redirect fetch"
//!    ([`Request::check_preflight`], [`Request::follow`]).
//!
//! What stops a request is a [`Block`], and each knows its [`Verdicts`]: that of the standards (`spec`:
//! Fetch and Mixed Content, to the letter), and that of each browser. This is where they differed in
//! November 2026:
//!
//! | | standards | Chrome 142+ | Firefox 153+ | Safari |
//! |---|---|---|---|---|
//! | https page → `http://localhost`, `127.0.0.0/8`, `[::1]` | allowed | allowed | allowed | blocked |
//! | https page → `http://` private address, `.local` | blocked | prompt | blocked | blocked |
//! | https page → any other `http://` | blocked | blocked | blocked | blocked |
//! | `http://localhost` page → any other `http://` | blocked | allowed | allowed | allowed |
//! | secure public page → local or loopback address | allowed | prompt | prompt | allowed |
//! | http public page → local or loopback address | allowed | blocked | prompt | allowed |
//! | `Authorization` allowed by `*` alone | blocked | allowed | allowed | allowed |
//!
//! Everything else they do alike.

mod answer;
mod block;
mod cors;
mod fetch;
mod header;
mod local_network;
mod mixed_content;
mod page;
mod port;
mod preflight;
mod redirect;
mod request;
mod safelist;
mod space;
mod verdict;

pub use answer::Answer;
pub use block::Block;
pub use cors::NoCors;
pub use fetch::{Fetch, Refused};
pub use header::Header;
pub use local_network::MorePrivate;
pub use mixed_content::Mixed;
pub use page::Page;
pub use port::BadPort;
pub use preflight::NotAllowed;
pub use redirect::NotFollowed;
pub use request::Request;
pub use space::AddressSpace;
pub use verdict::{Browser, Verdict, Verdicts};
