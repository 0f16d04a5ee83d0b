//! Which lists a command is about: from options and the environment to their places.

use std::env;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::say;
use crate::audiobookshelf::network::Options;
use crate::audiobookshelf::{Address, Network, Secret, Server, token};
use crate::cli::{Servers, Talk, Target};
use crate::diagnostic::Severity;
use crate::plan::Location;
use crate::shown;

/// Where a server is, if no option says so.
const VARIABLE: &str = "CORSCTL_SERVER";

/// The lists that an edit is about: one in a file, or one on each server.
pub(super) fn locations(
    target: &Target,
    create: bool,
    talk: &Talk,
) -> anyhow::Result<Vec<Location>> {
    let Target {
        file,
        pointer,
        servers,
    } = target;
    if let Some(path) = file {
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

/// The servers that were named, by options or else by the environment; maybe none.
pub(super) fn servers(args: &Servers, talk: &Talk) -> anyhow::Result<Vec<Server>> {
    let addresses = match args.server.as_slice() {
        [] => from_environment()?.into_iter().collect(),
        addresses => addresses.to_vec(),
    };
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let tokens = tokens(&args.token_file, addresses.len(), talk)?;
    if args.insecure {
        let text = "--insecure: whoever is between here and the server can read the token";
        say(talk, Severity::Warning, text);
    }
    let network = Arc::new(Network::new(Options {
        timeout: args.timeout,
        ca_certs: certificates(args)?,
        insecure: args.insecure,
        allow_plaintext: args.allow_plaintext,
    }));
    let servers = addresses
        .into_iter()
        .zip(tokens)
        .map(|(address, token)| Server::new(address, token, Arc::clone(&network)));
    Ok(servers.collect())
}

fn from_environment() -> anyhow::Result<Option<Address>> {
    let Some(value) = env::var_os(VARIABLE).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let value = value.to_string_lossy();
    let address = value.parse();
    let address = address.with_context(|| format!("{VARIABLE} is \"{}\"", shown::fit(&value)))?;
    Ok(Some(address))
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

fn certificates(args: &Servers) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let mut all = Vec::new();
    for path in &args.ca_cert {
        let name = shown::escape(&path.to_string_lossy()).into_owned();
        let pem = fs::read(path).with_context(|| format!("can't read {name}"))?;
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
        let found = found.unwrap_or_default();
        ensure!(
            !found.is_empty(),
            "{name} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)"
        );
        all.extend(found);
    }
    Ok(all)
}
