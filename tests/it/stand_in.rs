//! A stand-in for an Audiobookshelf server: real sockets, plain or TLS, and faults on demand.
//!
//! It answers as the recordings in `tests/data/audiobookshelf/` do, which `recorded` proves. One
//! thread listens and each connection has its own, so that a request that hangs holds up no other.

mod http;
mod identity;
mod json;
mod routes;
mod settings;
mod tests;

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

pub use http::{Message, Reply, Request};
pub use identity::{Authority, Identity};
pub use settings::{Bodies, Settings, recorded};

/// The token of an admin who signed in.
pub const ADMIN_TOKEN: &str = "admin-token-0123456789";
/// An API key tied to an admin.
pub const API_KEY: &str = "api-key-0123456789";
/// The token of a user who may not change settings.
pub const USER_TOKEN: &str = "user-token-0123456789";

/// The first byte of a TLS client's first record (RFC 8446, section 5.1).
const TLS_HANDSHAKE: u8 = 22;

/// Called with every request before the server's own handling; a reply takes the place of that.
type Intercept = Box<dyn FnMut(&Request, &Settings) -> Option<Reply> + Send>;

/// What the threads of one stand-in share.
struct Shared {
    settings: Settings,
    requests: Mutex<Vec<Request>>,
    intercept: Mutex<Option<Intercept>>,
    sockets: Mutex<Vec<TcpStream>>,
    is_over: AtomicBool,
}

/// A running stand-in. Dropped, it listens no more, and every connection is cut.
pub struct StandIn {
    scheme: &'static str,
    address: SocketAddr,
    shared: Arc<Shared>,
    listener: Option<JoinHandle<()>>,
}

impl StandIn {
    /// One that speaks plain HTTP as `version` does, which must be among the recorded ones.
    pub fn start(version: &str) -> Self {
        Self::listen(version, None)
    }

    /// One that speaks HTTP over TLS.
    pub fn start_tls(version: &str, identity: &Identity) -> Self {
        Self::listen(version, Some(identity.config()))
    }

    fn listen(version: &str, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let shared = Arc::new(Shared {
            settings: Settings::new(version),
            requests: Mutex::default(),
            intercept: Mutex::default(),
            sockets: Mutex::default(),
            is_over: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        Self {
            scheme,
            address,
            shared,
            listener: Some(thread::spawn(move || {
                accept(&listener, tls.as_ref(), &accepting);
            })),
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`, or `https:`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// The stored `allowedOrigins` as compact JSON; none in versions that don't have the setting.
    pub fn list(&self) -> Option<String> {
        self.shared.settings.list()
    }

    /// Stores any JSON as `allowedOrigins`, behind the client's back.
    pub fn store(&self, json: &str) {
        self.shared.settings.store(json);
    }

    /// Takes the users away, as before the first one exists, or gives them back.
    pub fn set_initialised(&self, is_initialised: bool) {
        self.shared.settings.set_initialised(is_initialised);
    }

    /// What came in so far.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }

    /// Lets `intercept` see every request from now on, and reply in the server's stead.
    pub fn intercept(
        &self,
        intercept: impl FnMut(&Request, &Settings) -> Option<Reply> + Send + 'static,
    ) {
        *self.shared.intercept.lock().unwrap() = Some(Box::new(intercept));
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        // the listener waits for a connection, so it gets one; the port is free once it has ended
        _ = TcpStream::connect(self.address);
        if let Some(listener) = self.listener.take() {
            _ = listener.join();
        }
        for socket in self.shared.sockets.lock().unwrap().iter() {
            _ = socket.shutdown(Shutdown::Both);
        }
    }
}

fn accept(listener: &TcpListener, tls: Option<&Arc<ServerConfig>>, shared: &Arc<Shared>) {
    for (number, socket) in listener.incoming().enumerate() {
        if shared.is_over.load(Ordering::SeqCst) {
            return;
        }
        let socket = socket.unwrap();
        let kept = socket.try_clone().unwrap();
        shared.sockets.lock().unwrap().push(kept);
        let shared = Arc::clone(shared);
        let tls = tls.cloned();
        thread::spawn(move || {
            // a client that goes away is the client's affair
            _ = converse(socket, tls, number, &shared);
        });
    }
}

fn converse(
    socket: TcpStream,
    tls: Option<Arc<ServerConfig>>,
    number: usize,
    shared: &Shared,
) -> io::Result<()> {
    socket.set_nodelay(true)?;
    let _cut = Cut(socket.try_clone()?);
    match tls {
        None => serve(socket, number, shared),
        Some(config) => {
            let connection = ServerConnection::new(config).map_err(io::Error::other)?;
            serve(StreamOwned::new(connection, socket), number, shared)
        }
    }
}

/// Ends a connection when its thread does, also by a panic in an intercept. `Shared` has the socket
/// too, so that letting go of it would not close it.
struct Cut(TcpStream);

impl Drop for Cut {
    fn drop(&mut self) {
        _ = self.0.shutdown(Shutdown::Both);
    }
}

fn serve(stream: impl Read + Write, number: usize, shared: &Shared) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    if stream.fill_buf()?.first() == Some(&TLS_HANDSHAKE) {
        // a client that wants TLS where there is none
        return stream
            .get_mut()
            .write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    }
    while let Some(request) = Request::read(&mut stream, number)? {
        shared.requests.lock().unwrap().push(request.clone());
        let instead = match shared.intercept.lock().unwrap().as_mut() {
            Some(intercept) => intercept(&request, &shared.settings),
            None => None,
        };
        let reply = match instead {
            None => routes::answer(&request, &shared.settings),
            Some(Reply::After(lost)) => {
                routes::answer(&request, &shared.settings);
                *lost
            }
            Some(reply) => reply,
        };
        if !reply.send(&request, &mut stream)? {
            break;
        }
    }
    Ok(())
}
