//! A fetch on its way, from hop to hop: Fetch, sections "Main fetch", "HTTP fetch" and "HTTP-redirect
//! fetch".

use std::net::IpAddr;

use url::Url;

use super::fetch::{Fetch, has_user_info};
use super::redirect::{self, MOST_HOPS, NotFollowed};
use super::{Answer, Block, Header, Page, cors, local_network, mixed_content, port, preflight};
use crate::shown;

/// A request that a page's fetch has come to: the first, or one that a redirect led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    page: Page,
    fetch: Fetch,
    /// The standard's response tainting is "cors": there was another origin than the page's, maybe
    /// before a redirect led back there.
    is_cors: bool,
    /// A redirect crossed from one foreign origin to another.
    is_tainted: bool,
    hops: u8,
}

impl Request {
    /// The first request.
    pub fn first(page: Page, fetch: Fetch) -> Self {
        Self {
            is_cors: !page.is_same_origin(fetch.url()),
            is_tainted: false,
            hops: 0,
            page,
            fetch,
        }
    }

    /// Where it goes.
    pub fn url(&self) -> &Url {
        self.fetch.url()
    }

    /// Its method.
    pub fn method(&self) -> &str {
        self.fetch.method()
    }

    /// What stands for the page in `Origin`: `null` once a redirect has crossed from one foreign
    /// origin to another (Fetch, section 2.2.5 "Requests", "redirect-taint").
    pub fn origin(&self) -> &str {
        if self.is_tainted {
            "null"
        } else {
            self.page.origin()
        }
    }

    /// What blocks it before any traffic: bad ports, mixed content. All that does, not only the first.
    pub fn before_traffic(&self) -> Vec<Block> {
        before_traffic(&self.page, self.url())
    }

    /// What blocks a connection to that address: Local Network Access.
    pub fn at_address(&self, address: IpAddr) -> Option<Block> {
        local_network::check(&self.page, self.url(), address)
    }

    /// Whether a browser asks beforehand.
    pub fn needs_preflight(&self) -> bool {
        self.is_cors && self.fetch.needs_preflight()
    }

    /// The header lines of the question, an OPTIONS without credentials, in the standard's order.
    pub fn preflight_headers(&self) -> Vec<Header> {
        preflight::headers(&self.fetch, self.origin())
    }

    /// Whether the answer to the question lets this request in.
    pub fn check_preflight(&self, answer: &Answer) -> Result<(), Block> {
        preflight::check(&self.fetch, self.origin(), answer)
    }

    /// The header lines of the request itself that matter here, in the standard's order: the script's
    /// own, `Accept`, and `Origin` if it is sent (Fetch, section 3.2 "`Origin` header").
    pub fn headers(&self) -> Vec<Header> {
        let mut headers = self.fetch.headers().to_vec();
        if !headers.iter().any(|header| header.is("Accept")) {
            headers.push(Header::new("Accept", "*/*"));
        }
        if self.is_cors || !matches!(self.method(), "GET" | "HEAD") {
            headers.push(Header::new("Origin", self.origin()));
        }
        headers
    }

    /// What an answer means: the next request, if it is a redirect that a browser follows; `None` if
    /// the page gets to read it.
    ///
    /// The next request may need a preflight of its own.
    pub fn follow(&self, answer: &Answer) -> Result<Option<Self>, Block> {
        if self.is_cors {
            let with_credentials = self.fetch.is_with_credentials();
            cors::check(answer, self.origin(), with_credentials).map_err(Block::Cors)?;
        }
        self.redirected(answer).map_err(Block::Redirect)
    }

    fn redirected(&self, answer: &Answer) -> Result<Option<Self>, NotFollowed> {
        let Some(url) = redirect::location(answer, self.url())? else {
            return Ok(None);
        };
        if self.hops == MOST_HOPS {
            return Err(NotFollowed::TooMany);
        }
        let is_own = self.page.is_same_origin(&url);
        if has_user_info(&url) && (!is_own || self.is_cors) {
            let to = shown::without_user(&url).into();
            return Err(NotFollowed::UserInfo { to });
        }
        let mut next = self.clone();
        next.hops += 1;
        next.is_cors |= !is_own;
        if becomes_get(answer.status, self.method()) {
            next.fetch.become_get();
        }
        if url.origin() != self.url().origin() {
            next.fetch.drop_headers(&["Authorization"]);
            next.is_tainted |= !self.page.is_same_origin(self.url());
        }
        next.fetch.set_url(url);
        Ok(Some(next))
    }
}

/// What blocks a page's request for a URL before any traffic.
pub(super) fn before_traffic(page: &Page, url: &Url) -> Vec<Block> {
    let blocks = [port::check(url), mixed_content::check(page, url)];
    blocks.into_iter().flatten().collect()
}

fn becomes_get(status: u16, method: &str) -> bool {
    match status {
        301 | 302 => method == "POST",
        303 => !matches!(method, "GET" | "HEAD"),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
