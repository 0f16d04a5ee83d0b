//! Which lists a command is about: from options and the environment to their places.

use std::env;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail, ensure};

use super::say;
use crate::audiobookshelf::{Address, Server, token};
use crate::cli::{self, Servers, Talk};
use crate::diagnostic::Severity;
use crate::network::{Network, Options, certificates};
use crate::plan::Location;
use crate::probe::Target;
use crate::secret::Secret;
use crate::shown;

/// Where a server is, if no option says so.
const VARIABLE: &str = "CORSCTL_SERVER";

/// The lists that an edit is about: one in a file, or one on each server.
pub(super) fn locations(
    target: &cli::Target,
    create: bool,
    talk: &Talk,
) -> anyhow::Result<Vec<Location>> {
    let cli::Target {
        file,
        pointer,
        servers,
    } = target;
    if let Some(path) = file {
        refuse_idle(servers)?;
        return Ok(vec![Location::File {
            path: path.clone(),
            at: pointer.clone(),
            create,
        }]);
    }
    ensure!(
        pointer.is_none() && !create,
        "`--pointer` and `--create` are for a file; name it with `--file PATH`"
    );
    let servers = self::servers(servers, talk)?;
    ensure!(
        !servers.is_empty(),
        "which list? `--file PATH` or `--server URL` says so (or {VARIABLE} in the environment)"
    );
    Ok(servers.into_iter().map(Location::Server).collect())
}

/// Options that would do nothing are a mistake.
pub(super) fn refuse_idle(args: &Servers) -> anyhow::Result<()> {
    let given = [
        ("--token-file", !args.token_file.is_empty()),
        ("--ca-cert", !args.ca_cert.is_empty()),
        ("--insecure", args.insecure),
        ("--allow-plaintext", args.allow_plaintext),
    ];
    match given.iter().find(|(_, is_given)| *is_given) {
        Some((name, _)) => bail!("`{name}` is for a server; name it with `--server URL`"),
        None => Ok(()),
    }
}

/// The servers that were named, by options or else by the environment; maybe none.
pub(super) fn servers(args: &Servers, talk: &Talk) -> anyhow::Result<Vec<Server>> {
    let addresses = addresses(args)?;
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let tokens = tokens(&args.token_file, addresses.len(), talk)?;
    if args.insecure {
        let text = "--insecure: whoever is between here and the server can read the token";
        say(talk, Severity::Warning, text);
    }
    let network = Arc::new(network(args, args.allow_plaintext)?);
    let server = |(address, token)| Server::new(address, token, Arc::clone(&network));
    Ok(pairs(addresses, tokens).map(server).collect())
}

/// The servers to probe. Without a token, their lists can't be looked into, but that is all.
pub(super) fn servers_to_probe(args: &Servers, talk: &Talk) -> anyhow::Result<Vec<Target>> {
    let addresses = addresses(args)?;
    let tokens = match tokens(&args.token_file, addresses.len(), talk) {
        Ok(tokens) => tokens.into_iter().map(Some).collect(),
        Err(error) => match error.downcast_ref() {
            Some(token::Error::Missing { .. }) => vec![None; addresses.len()],
            _ => return Err(error),
        },
    };
    let network = Arc::new(network(args, args.allow_plaintext)?);
    let target = |(address, token): (Address, Option<Secret>)| {
        let with_token = |token| Server::new(address.clone(), token, Arc::clone(&network));
        Target::Audiobookshelf {
            server: token.map(with_token),
            address,
        }
    };
    Ok(pairs(addresses, tokens).map(target).collect())
}

/// Each address once, with its token.
fn pairs<T>(addresses: Vec<Address>, tokens: Vec<T>) -> impl Iterator<Item = (Address, T)> {
    let mut seen = Vec::new();
    addresses
        .into_iter()
        .zip(tokens)
        .filter(move |(address, _)| {
            let is_new = !seen.contains(address);
            seen.push(address.clone());
            is_new
        })
}

/// The way to servers that no token is sent to.
pub(super) fn network_without_token(args: &Servers) -> anyhow::Result<Network> {
    network(args, true)
}

fn addresses(args: &Servers) -> anyhow::Result<Vec<Address>> {
    match args.server.as_slice() {
        [] => from_environment(),
        addresses => Ok(addresses.to_vec()),
    }
}

fn from_environment() -> anyhow::Result<Vec<Address>> {
    let value = env::var_os(VARIABLE).unwrap_or_default();
    let value = value.to_string_lossy();
    let address = |text: &str| {
        let address = text.parse();
        address.with_context(|| format!("{VARIABLE} holds \"{}\"", shown::fit(text)))
    };
    value.split_whitespace().map(address).collect()
}

/// A token for each server: the same for all, or from a file each, in the servers' order.
fn tokens(files: &[impl AsRef<Path>], count: usize, talk: &Talk) -> anyhow::Result<Vec<Secret>> {
    let mut tokens = Vec::new();
    for file in files {
        let (token, is_open) = token::from_file(file.as_ref())?;
        if is_open {
            let path = file.as_ref().to_string_lossy();
            let text = format!(
                "{} can be read by others; `chmod 600 {}` keeps it to yourself",
                shown::escape(&path),
                shown::shell(&path)
            );
            say(talk, Severity::Warning, &text);
        }
        tokens.push(token);
    }
    match tokens.as_slice() {
        [] => Ok(vec![token::from_environment()?; count]),
        [token] => Ok(vec![token.clone(); count]),
        _ if tokens.len() == count => Ok(tokens),
        _ => bail!(
            "{} token files for {count} servers; give one for all, or one for each in the same order",
            tokens.len()
        ),
    }
}

fn network(args: &Servers, allow_plaintext: bool) -> anyhow::Result<Network> {
    let mut all = Vec::new();
    for path in &args.ca_cert {
        let name = shown::escape(&path.to_string_lossy()).into_owned();
        let pem = fs::read(path).with_context(|| format!("can't read {name}"))?;
        all.extend(certificates(&pem).with_context(|| {
            format!("{name} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)")
        })?);
    }
    Ok(Network::new(Options {
        timeout: args.timeout,
        ca_certs: all,
        insecure: args.insecure,
        allow_plaintext,
    }))
}
