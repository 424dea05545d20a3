//! `bayside serve`: opens the store, fills the demo, starts the background tasks, serves requests, and shuts down
//! gracefully.

use crate::admin::CommandError;
use crate::app::{App, Parts, context};
use crate::backups::{self, Backups};
use crate::cli::Serve;
use crate::http::limits::Limits;
use crate::http::problem::Failure;
use crate::http::router;
use crate::http::wrong_tries::WrongTries;
use crate::live::{self, Hubs};
use crate::messages::{self, Senders};
use crate::metrics::Metrics;
use crate::passwords::{Passwords, hash_password};
use crate::reply_cache::{ReplyCache, SingleFlight};
use crate::sockets::{raise_open_files, with_socket_options};
use crate::wire::instant;
use crate::{admin, demo};
use bayside_store::{Store, StoreError};
use bayside_workflow::clock::Clock;
use bayside_workflow::tokens::{KeyRing, Purpose, random_hex, sha256_hex};
use bayside_workflow::{cleanup, retention};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long open requests may take at shutdown.
const GRACE: Duration = Duration::from_secs(10);
/// The time between two clean-ups of expired holds, old replies and rate limits, which also look for new dealer files.
const SWEEP: Duration = Duration::from_secs(15);

/// Serves until the program is told to stop.
pub async fn serve(args: Serve) -> Result<(), CommandError> {
    let store = Store::open(&args.store.database).await.map_err(|error| CommandError(error.to_string()))?;
    let marked = is_marked(&store).await?;
    if args.demo_clock.is_some() && !marked && !args.demo {
        return Err(CommandError("--demo-clock is for demo stores only".to_owned()));
    }
    let clock = args.demo_clock.map_or_else(Clock::default, |at| Clock::starting_at(instant(bayside_api::Instant(at))));
    raise_open_files();
    let listener = listen(args.listen).await?;
    let metrics_listener = match args.metrics_listen {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    let address = listener.local_addr().map_err(|error| CommandError(error.to_string()))?;
    let public_url = args
        .public_url
        .as_ref()
        .map_or_else(|| format!("http://{address}"), |url| url.as_str().trim_end_matches('/').to_owned());
    let (stop, stopping) = watch::channel(false);
    let context = context(store, clock, public_url).await?;
    hash_screens(&context.store, &context.keys).await?;
    context.dealers.reload(&context.store).await?;
    let parts = Parts {
        context,
        replies: ReplyCache::default(),
        lookups: SingleFlight::default(),
        hubs: Hubs::new(stopping.clone()),
        limits: Limits::default(),
        passwords: Passwords::default(),
        wrong_digits: WrongTries::default(),
        metrics: Metrics::new(args.metrics_token.as_deref()),
        trusted_proxies: args.trusted_proxy.clone(),
        senders: Senders::of(&args.messages).map_err(CommandError)?,
        demo: args.demo || marked,
        backups: Backups::of(&args.backups, &args.store.database).map(Arc::new),
    };
    let app = App::new(parts);
    if args.demo && !marked {
        fill_demo(&app, args.demo_password.as_deref()).await?;
    }
    if app.dealers.all().is_empty() {
        tracing::warn!("there is no dealer yet: bayside dealer import FILE.toml");
    }
    let following = tokio::spawn(live::run(app.clone(), app.store.changes()));
    let noting = tokio::spawn(live::note_listening(app.clone()));
    let sweeping = tokio::spawn(sweep(app.clone(), stopping.clone()));
    let sending = tokio::spawn(messages::run(app.clone(), app.store.changes(), stopping.clone()));
    let backups = app.backups.clone();
    let backing_up = backups
        .map(|backups| tokio::spawn(backups::run(backups, app.store.clone(), app.clock.clone(), stopping.clone())));
    let counting = metrics_listener.map(|listener| {
        if let Ok(address) = listener.local_addr() {
            println!("metrics on http://{address}/metrics");
        }
        let router = router::metrics_router(app.clone());
        tokio::spawn(async move { axum::serve(listener, router).await })
    });
    let told_to_stop = told_to_stop();
    // Scripts and tests that start the program wait for this line; from here on it can be told to stop.
    println!("listening on http://{address}");
    let router = router::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let mut ended = stopping.clone();
    let server = axum::serve(with_socket_options(listener), router).with_graceful_shutdown(async move {
        let _ = ended.changed().await;
    });
    let serving = tokio::spawn(async move { server.await });
    told_to_stop.await;
    tracing::info!("stopping");
    let _ = stop.send(true);
    if tokio::time::timeout(GRACE, serving).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    // Wait until the results of messages that are being sent are stored.
    let _ = tokio::time::timeout(GRACE, sending).await;
    if let Some(counting) = counting {
        counting.abort();
    }
    following.abort();
    noting.abort();
    sweeping.abort();
    if let Some(backing_up) = backing_up {
        backing_up.abort();
    }
    app.store.close().await;
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<TcpListener, CommandError> {
    TcpListener::bind(address).await.map_err(|error| CommandError(format!("cannot listen on {address}: {error}")))
}

/// Whether the store was filled by a demo.
pub async fn is_marked(store: &Store) -> Result<bool, CommandError> {
    let mark = store.read::<_, StoreError>(|tx| Box::pin(async move { tx.meta("demo").await })).await?;
    Ok(mark.is_some())
}

/// Migration: screens that were paired before token hashes were stored get their hash now and stay paired.
async fn hash_screens(store: &Store, keys: &KeyRing) -> Result<(), CommandError> {
    let before = store.read::<_, StoreError>(|tx| Box::pin(async move { tx.screens_without_hash().await })).await?;
    for (dealer, id) in before {
        let hash = sha256_hex(keys.sign_token(Purpose::Screen, dealer, id, 0).as_bytes());
        store
            .write::<_, StoreError>(move |tx| Box::pin(async move { tx.put_screen_hash(dealer, id, &hash).await }))
            .await?;
    }
    Ok(())
}

/// Fills an empty store in one transaction, including the demo mark, so that a store is never half filled.
async fn fill_demo(app: &App, password: Option<&str>) -> Result<(), CommandError> {
    if !app.dealers.all().is_empty() {
        return Err(CommandError("this store is in use and is no demo's: --demo needs an empty one".to_owned()));
    }
    let made = password.is_none().then(random_hex::<5>);
    let password = password.map(str::to_owned).or_else(|| made.clone()).unwrap_or_default();
    let hash = hash_password(&password);
    let filling = app.clone();
    let filled = app.store.write::<_, Failure>(move |tx| {
        Box::pin(async move {
            if !tx.add_meta("demo", "1").await? {
                // Another instance that started at the same time was first.
                return Ok(false);
            }
            for (dealer, text) in demo::dealers().iter().zip([demo::ANTING, demo::ALLER]) {
                let id = admin::import_within(tx, dealer, text).await?;
                admin::set_all_passwords(tx, id, &hash).await?;
            }
            filling.dealers.take_in(tx.dealers().await?, tx.origins_of_all().await?)?;
            demo::fill(&filling, tx).await?;
            Ok(true)
        })
    });
    let filled = filled.await.map_err(|failure| CommandError(format!("the demo could not be filled: {failure:?}")))?;
    app.dealers.reload(&app.store).await?;
    if let Some(password) = made.filter(|_| filled) {
        println!("demo password for {}: {password}", demo::LOGINS.join(", "));
    }
    Ok(())
}

/// Listens for the signals to stop from this call on; the future ends with the first of them.
fn told_to_stop() -> impl Future<Output = ()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let [mut interrupt, mut terminate] = [SignalKind::interrupt(), SignalKind::terminate()]
            .map(|kind| signal(kind).expect("signals can be heard in a runtime"));
        async move {
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        }
    }
    #[cfg(not(unix))]
    async {
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// Drops expired holds, deletes old data and loads new dealer files, until the program stops.
async fn sweep(app: App, mut stopping: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(SWEEP);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stopping.changed() => return,
        }
        if let Err(failure) = sweep_once(&app).await {
            tracing::warn!(?failure, "a sweep failed");
        }
        app.limits.tidy();
        app.passwords.tidy(app.now());
        app.wrong_digits.tidy(app.now());
    }
}

async fn sweep_once(app: &App) -> Result<(), Failure> {
    app.dealers.reload(&app.store).await?;
    cleanup::drop_expired_holds(app).await?;
    cleanup::run_waitlist(app).await?;
    cleanup::forget(app).await?;
    retention::run(app).await
}
