//! Requests over HTTP, and their answers or why there are none.
//!
//! A token is sent where it is meant to go and nowhere else: no redirect is followed, and over plain
//! http it only goes to addresses of this machine or of a private network, which is decided when the
//! name is looked up: of what it stands for, only those addresses are connected to. Plain http never
//! goes through a proxy.

mod answer;
mod failure;
mod trust;

use std::error::Error as StdError;
use std::fmt;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use reqwest::blocking::{Client, ClientBuilder};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use reqwest::{Method, redirect};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tokio::sync::oneshot;
use url::{Host, Url};

use crate::origin::Reach;
use crate::secret::Secret;

pub use answer::Answer;
pub use failure::Failure;

/// The certificates in a PEM file; `None` if there are none, or not only good ones.
pub fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let pem = pem.strip_prefix("\u{feff}".as_bytes()).unwrap_or(pem);
    let found: Vec<_> = CertificateDer::pem_slice_iter(pem)
        .collect::<Result<_, _>>()
        .ok()?;
    let mut roots = RootCertStore::empty();
    let mut is_good =
        |certificate: &CertificateDer<'static>| roots.add(certificate.clone()).is_ok();
    (!found.is_empty() && found.iter().all(&mut is_good)).then_some(found)
}

/// A connection that takes too long is to be told from an answer that does.
const GRACE: Duration = Duration::from_millis(100);

/// How to speak to servers.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long an answer may take, all of it; a piece that is being waited for by then may take as
    /// long again.
    pub timeout: Duration,
    /// Issuers to trust besides those that the system knows.
    pub ca_certs: Vec<CertificateDer<'static>>,
    /// Whether to trust anybody.
    pub insecure: bool,
    /// Whether a token may travel in the open.
    pub allow_plaintext: bool,
}

/// The way to servers. Its clients are made when they are first needed: reading the system's
/// certificates takes longer than all else that an edit does.
#[derive(Debug)]
pub struct Network {
    options: Options,
    plain: Mutex<Option<Client>>,
    encrypted: Mutex<Option<Client>>,
}

/// What is sent.
#[derive(Debug)]
pub struct Request<'a> {
    /// How.
    pub method: Method,
    /// Where to; http or https.
    pub url: Url,
    /// In this order.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// What opens the server, if that is wanted.
    pub token: Option<&'a Secret>,
    /// As it is.
    pub body: String,
}

impl Network {
    /// Connects to nothing yet.
    pub fn new(options: Options) -> Self {
        Self {
            options,
            plain: Mutex::default(),
            encrypted: Mutex::default(),
        }
    }

    /// Sends a request and waits for the head of its answer.
    pub fn send(&self, request: Request<'_>) -> Result<Answer, Failure> {
        let client = self.client(&request.url)?;
        let mut builder = client.request(request.method, request.url.clone());
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        if let Some(token) = request.token {
            self.guard(&request.url)?;
            let header = HeaderValue::from_str(&format!("Bearer {}", token.expose()));
            let mut header = header.map_err(|_| Failure::Internal("the token is no header"))?;
            header.set_sensitive(true);
            builder = builder.header(AUTHORIZATION, header);
        }
        if !request.body.is_empty() {
            builder = builder.body(request.body);
        }
        let timeout = self.options.timeout;
        let deadline = Instant::now() + timeout;
        let mut response = builder
            .send()
            .map_err(|error| Failure::of(&error, &request.url, timeout))?;
        Ok(Answer {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            // with a proxy it is the proxy's
            address: response
                .remote_addr()
                .filter(|_| !failure::is_proxied(&request.url)),
            response,
            timeout,
            deadline,
        })
    }

    /// Refuses to send a token in the open to an address that stands for itself; names are looked at
    /// when they are looked up.
    fn guard(&self, to: &Url) -> Result<(), Failure> {
        let ip = match to.host() {
            _ if !is_plain(to) || self.options.allow_plaintext => return Ok(()),
            None | Some(Host::Domain(_)) => return Ok(()),
            Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
            Some(Host::Ipv6(ip)) => IpAddr::V6(ip),
        };
        match is_public(ip) {
            true => Err(Failure::InTheOpen(ip)),
            false => Ok(()),
        }
    }

    fn client(&self, to: &Url) -> Result<Client, Failure> {
        let place = match is_plain(to) {
            true => &self.plain,
            false => &self.encrypted,
        };
        let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = &*place {
            return Ok(client.clone());
        }
        let client = match is_plain(to) {
            true => self.plain(),
            false => self.encrypted()?,
        };
        let client = client.build().map_err(|error| Failure::of_client(&error))?;
        // its thread may be busy with an endless answer, and the end of the program waits for nobody
        std::mem::forget(client.clone());
        Ok(place.insert(client).clone())
    }

    fn plain(&self) -> ClientBuilder {
        self.any()
            .no_proxy()
            .tls_certs_only([])
            .dns_resolver(Arc::new(Resolver {
                may_be_public: self.options.allow_plaintext,
            }))
    }

    fn encrypted(&self) -> Result<ClientBuilder, Failure> {
        let Options {
            ca_certs, insecure, ..
        } = &self.options;
        let builder = self.any().https_only(true).dns_resolver(Arc::new(Resolver {
            may_be_public: true,
        }));
        Ok(match ca_certs.as_slice() {
            _ if *insecure => builder.tls_danger_accept_invalid_certs(true),
            [] => builder,
            given => {
                let config = trust::config(given);
                builder
                    .tls_backend_preconfigured(config.map_err(|error| Failure::of_client(&error))?)
            }
        })
    }

    fn any(&self) -> ClientBuilder {
        // another one is there only if a client was made before
        _ = rustls::crypto::ring::default_provider().install_default();
        Client::builder()
            .user_agent(concat!("corsctl/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            // what browsers let pass
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
            .connect_timeout(self.options.timeout)
            .timeout(self.options.timeout + GRACE)
    }
}

/// Looks names up on a thread of its own, so that a resolver which never answers holds up neither a
/// timeout nor the end of the program.
struct Resolver {
    may_be_public: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let may_be_public = self.may_be_public;
        let (send, receive) = oneshot::channel();
        thread::spawn(move || {
            // if nobody waits any more, nobody needs it
            _ = send.send(look_up(name.as_str(), may_be_public));
        });
        Box::pin(async move { receive.await? })
    }
}

fn look_up(name: &str, may_be_public: bool) -> Result<Addrs, Box<dyn StdError + Send + Sync>> {
    let addresses = (name, 0).to_socket_addrs()?.collect();
    let addresses = match may_be_public {
        true => addresses,
        false => near(addresses)?,
    };
    Ok(Box::new(addresses.into_iter()))
}

/// Those that a token may be sent to in the open. A machine at home often has a private IPv4 address
/// and a public IPv6 one under the same name.
fn near(addresses: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, InTheOpen> {
    let is_public = |address: &SocketAddr| is_public(address.ip());
    let (public, near): (Vec<_>, Vec<_>) = addresses.into_iter().partition(is_public);
    match public.first() {
        Some(address) if near.is_empty() => Err(InTheOpen(address.ip())),
        _ => Ok(near),
    }
}

/// Whether what is sent there can be read on the way.
fn is_plain(url: &Url) -> bool {
    url.scheme() == "http"
}

/// The same URL in the other scheme, http or https, on the same port if it names one.
pub fn in_other_scheme(url: &Url) -> Url {
    let mut other = url.clone();
    let scheme = if is_plain(url) { "https" } else { "http" };
    // one special scheme can always take the place of another
    _ = other.set_scheme(scheme);
    _ = other.set_port(url.port());
    other
}

/// `0.0.0.0` leads to this machine.
fn is_public(ip: IpAddr) -> bool {
    let host = match ip {
        IpAddr::V4(ip) => Host::Ipv4(ip),
        IpAddr::V6(ip) => Host::Ipv6(ip),
    };
    !ip.is_unspecified() && Reach::of(&host) == Reach::Public
}

/// A name leads to an address that a token must not be sent to in the open.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct InTheOpen(pub IpAddr);

impl fmt::Display for InTheOpen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is public", self.0)
    }
}

impl StdError for InTheOpen {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_to_a_public_address_is_not_looked_up_for_a_token() {
        for (name, is_refused) in [
            ("127.0.0.1", false),
            ("0.0.0.0", false),
            ("192.168.1.5", false),
            ("::1", false),
            ("fd00::5", false),
            ("203.0.113.1", true),
            ("2001:db8::1", true),
            ("::ffff:203.0.113.1", true),
        ] {
            let refusal = look_up(name, false).err();
            let refusal = refusal.map(|error| error.downcast::<InTheOpen>().unwrap().0);
            assert_eq!(refusal, is_refused.then(|| name.parse().unwrap()), "{name}");
            assert!(look_up(name, true).is_ok());
        }
    }

    #[test]
    fn of_several_addresses_only_the_near_ones_are_connected_to() {
        let private: SocketAddr = "192.168.1.5:0".parse().unwrap();
        let public: SocketAddr = "[2001:db8::5]:0".parse().unwrap();
        assert_eq!(near(vec![public, private]), Ok(vec![private]));
        assert_eq!(near(vec![public]), Err(InTheOpen(public.ip())));
        assert_eq!(near(vec![]), Ok(vec![]));
    }

    /// A resolver for which every name is a public one.
    struct Public;

    impl Resolve for Public {
        fn resolve(&self, _: Name) -> Resolving {
            Box::pin(async { look_up("203.0.113.1", false) })
        }
    }

    #[test]
    fn that_it_was_refused_is_seen_through_the_client() {
        let builder = Client::builder().dns_resolver(Arc::new(Public));
        _ = rustls::crypto::ring::default_provider().install_default();
        let client = builder.tls_certs_only([]).build().unwrap();
        let error = client.get("http://home.example").send().unwrap_err();
        let to = "http://home.example".parse().unwrap();
        let failure = Failure::of(&error, &to, Duration::from_secs(1));
        assert!(matches!(failure, Failure::InTheOpen(_)), "{failure}");
    }
}
