//! Which lists a command is about: from options and the environment to their places.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail, ensure};

use super::say;
use super::settings::Settings;
use crate::audiobookshelf::{Address, Server, token};
use crate::cli::{self, Servers, Talk};
use crate::config;
use crate::diagnostic::Severity;
use crate::network::{Network, Options, certificates};
use crate::plan::Location;
use crate::probe::Target;
use crate::secret::Secret;
use crate::shown;
use crate::whole;

/// Where a server is, if no option says so.
const VARIABLE: &str = "CORSCTL_SERVER";

/// The lists that an edit is about: one in a file, or one on each server.
pub(super) fn locations(
    target: &cli::Target,
    create: bool,
    settings: &Settings,
    talk: &Talk,
) -> anyhow::Result<Vec<Location>> {
    let mut locations = places(target, create, settings, talk)?;
    for location in &mut locations {
        if let Location::File { path, at, .. } = location
            && at.is_none()
        {
            *at = settings.pointer(path)?;
        }
    }
    Ok(locations)
}

/// The files or servers that were named; of a file the list is only known if an option says which.
pub(super) fn places(
    target: &cli::Target,
    create: bool,
    settings: &Settings,
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
    let servers = self::servers(servers, settings, talk)?;
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
pub(super) fn servers(
    args: &Servers,
    settings: &Settings,
    talk: &Talk,
) -> anyhow::Result<Vec<Server>> {
    let named = named(args, settings, talk)?;
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let tokens = tokens(&args.token_file, &named, settings, talk)?;
    if args.insecure {
        let text = "--insecure: whoever is between here and the server can read the token";
        say(talk, Severity::Warning, text);
    }
    let network = Arc::new(network(args, args.allow_plaintext)?);
    let server = |(address, token)| Ok(Server::new(address, token?, Arc::clone(&network)));
    pairs(named, tokens).map(server).collect()
}

/// The servers to probe. Without a token, their lists can't be looked into, but that is all.
pub(super) fn servers_to_probe(
    args: &Servers,
    settings: &Settings,
    talk: &Talk,
) -> anyhow::Result<Vec<Target>> {
    let named = named(args, settings, talk)?;
    let tokens = tokens(&args.token_file, &named, settings, talk)?;
    let network = Arc::new(network(args, args.allow_plaintext)?);
    let target = |(address, token): (Address, Result<Secret, token::Error>)| {
        let token = match token {
            Ok(token) => Some(token),
            Err(token::Error::Missing { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        let with_token = |token| Server::new(address.clone(), token, Arc::clone(&network));
        Ok(Target::Audiobookshelf {
            server: token.map(with_token),
            address,
        })
    };
    pairs(named, tokens).map(target).collect()
}

/// The address of a server, by its name in the configuration or as it is.
pub(super) fn address(text: &str, settings: &Settings, talk: &Talk) -> anyhow::Result<Address> {
    let named = find(text, settings, talk);
    let named = named.with_context(|| format!("--server {}", shown::fit(text)))?;
    Ok(named.address)
}

/// A server that was named, and where its token is, if the configuration says so.
struct Named {
    /// As it was given.
    name: String,
    address: Address,
    token: Option<config::Token>,
}

/// Each address once, with its token.
fn pairs<T>(servers: Vec<Named>, tokens: Vec<T>) -> impl Iterator<Item = (Address, T)> {
    let mut seen = Vec::new();
    let addresses = servers.into_iter().map(|server| server.address);
    addresses.zip(tokens).filter(move |(address, _)| {
        let is_new = !seen.contains(address);
        seen.push(address.clone());
        is_new
    })
}

/// The way to servers that no token is sent to.
pub(super) fn network_without_token(args: &Servers) -> anyhow::Result<Network> {
    network(args, true)
}

fn named(args: &Servers, settings: &Settings, talk: &Talk) -> anyhow::Result<Vec<Named>> {
    if !args.server.is_empty() {
        let server = |text: &String| {
            find(text, settings, talk).with_context(|| format!("--server {}", shown::fit(text)))
        };
        return args.server.iter().map(server).collect();
    }
    let value = env::var_os(VARIABLE).unwrap_or_default();
    let value = value.to_string_lossy();
    let server = |text: &str| {
        let server = find(text, settings, talk);
        server.with_context(|| format!("{VARIABLE} holds \"{}\"", shown::fit(text)))
    };
    value.split_whitespace().map(server).collect()
}

/// The server of that name in the configuration, or else at that address.
fn find(text: &str, settings: &Settings, talk: &Talk) -> anyhow::Result<Named> {
    if let Some(config::Server { address, token }) = settings.server(text) {
        if settings.is_found() || talk.verbose {
            // the file may have come with somebody else's repository
            let text = format!("{text} is {address}, by {}", settings.place());
            say(talk, Severity::Note, &text);
        }
        return Ok(Named {
            name: text.to_owned(),
            address: address.clone(),
            token: token.clone(),
        });
    }
    match text.parse() {
        Ok(address) => Ok(Named {
            name: text.to_owned(),
            address,
            token: None,
        }),
        Err(error) => match settings.unknown_server(text) {
            Some(unknown) => bail!("{unknown} (nor is it an address: {error})"),
            None => Err(error.into()),
        },
    }
}

/// A token for each server, or why it has none: from the files, the same for all or each its own, in
/// the servers' order; else from the environment; else from where the configuration says.
fn tokens(
    files: &[PathBuf],
    servers: &[Named],
    settings: &Settings,
    talk: &Talk,
) -> anyhow::Result<Vec<Result<Secret, token::Error>>> {
    let count = servers.len();
    let given: Vec<Secret> = files
        .iter()
        .map(|file| from_file(file, talk))
        .collect::<Result<_, _>>()?;
    let all = match given.as_slice() {
        [] => servers
            .iter()
            .map(|server| usual_token(server, settings, talk))
            .collect::<anyhow::Result<_>>()?,
        [token] => servers.iter().map(|_| Ok(token.clone())).collect(),
        _ if given.len() == count => given.into_iter().map(Ok).collect(),
        _ => bail!(
            "{} token files for {count} servers; give one for all, or one for each in the same order",
            given.len()
        ),
    };
    Ok(all)
}

fn usual_token(
    server: &Named,
    settings: &Settings,
    talk: &Talk,
) -> anyhow::Result<Result<Secret, token::Error>> {
    Ok(match (token::from_environment(), &server.token) {
        (Err(token::Error::Missing { .. }), Some(config::Token::File(file))) => {
            ensure!(
                settings.may_name(file),
                "{} was only come across, so the token of `{}` has to be in its folder; `--config` takes the file \
                 as it is",
                settings.place(),
                server.name
            );
            from_file(file, talk)
        }
        (Err(token::Error::Missing { .. }), Some(config::Token::Variable(name))) => {
            // its name isn't shown: somebody may have written the token itself there
            let place = format!("the variable that `token-env` of `{}` names", server.name);
            token::from_variable(name, &place)
        }
        (token, _) => token,
    })
}

/// The token in a file, with a warning if it is open to others.
fn from_file(file: &Path, talk: &Talk) -> Result<Secret, token::Error> {
    let (token, is_open) = token::from_file(file)?;
    if is_open {
        let text = format!(
            "{} can be read by others; `chmod 600 {}` keeps it to yourself",
            shown::path(file),
            shown::shell(&file.to_string_lossy())
        );
        say(talk, Severity::Warning, &text);
    }
    Ok(token)
}

fn network(args: &Servers, allow_plaintext: bool) -> anyhow::Result<Network> {
    let mut all = Vec::new();
    for path in &args.ca_cert {
        let name = shown::path(path);
        let pem = whole::file(path).with_context(|| format!("can't read {name}"))?;
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
