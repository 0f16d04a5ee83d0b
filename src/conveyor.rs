//! Lines worked on by all cores, in the order of the input.
//!
//! Workers take turns at the input: whoever has read a block leaves a ticket for what will become of it, so
//! that the tickets are in the order of the blocks, and whoever takes the results waits for one after
//! the other. There are only so many tickets, so no worker runs ahead of a slow one. What depends on all
//! lines before waits for its turn in [`Turns`].
//!
//! Nothing waits for more input: a block is what one read gave, and its result is taken as soon as
//! it is there. The first block's worth of input is worked on without threads: most runs have no more.

use std::io::{self, Read};
use std::panic;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::input::{self, Block, Blocks};

/// How deep a worker may go, in bytes.
const STACK: usize = 8 << 20;

/// How many items are worth another thread's while.
const MANY: usize = 4096;

/// How many threads share the work.
pub fn threads() -> usize {
    // more would wait for each other, and hold results meanwhile
    thread::available_parallelism()
        .map_or(1, usize::from)
        .min(8)
}

/// Works on parts of `items` side by side. `work` gets the index of the first item of a part; what
/// it makes of the parts comes back in their order.
pub fn parts<T: Send, P: Send>(
    items: &mut [T],
    work: impl Fn(usize, &mut [T]) -> P + Sync,
) -> Vec<P> {
    let helpers = threads().min(items.len().div_ceil(MANY)).saturating_sub(1);
    let queue = Mutex::new(items.chunks_mut(MANY).enumerate());
    let made = Mutex::new(Vec::new());
    let work = || {
        // not `while let`: that would hold the lock during the work
        loop {
            let next = lock(&queue).next();
            let Some((number, part)) = next else { break };
            let product = work(number * MANY, part);
            lock(&made).push((number, product));
        }
    };
    thread::scope(|scope| {
        for _ in 0..helpers {
            // where the system gives no thread, there is one that does all
            _ = worker().spawn_scoped(scope, work);
        }
        work();
    });
    let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    made.sort_unstable_by_key(|(number, _)| *number);
    made.into_iter().map(|(_, product)| product).collect()
}

/// A thread as deep as the main thread.
fn worker() -> thread::Builder {
    thread::Builder::new().stack_size(STACK)
}

/// Where results are waited for, in the order of the blocks.
type Ticket<P> = io::Result<Receiver<P>>;

/// What the workers share.
struct Line<R, W, P> {
    input: Mutex<(Blocks<R>, SyncSender<Ticket<P>>)>,
    work: W,
    spare: Arc<Mutex<Vec<P>>>,
}

/// Makes a product of each block on `threads` threads, and takes them in the order of the blocks. A product
/// that was taken is used again.
///
/// If one can't be taken, the workers are left to themselves: one may be waiting for input that
/// never comes, and the program is about to end.
pub fn run<R, W, P, E>(
    mut blocks: Blocks<R>,
    threads: usize,
    work: W,
    mut take: impl FnMut(&mut P) -> Result<(), E>,
) -> Result<(), E>
where
    R: Read + Send + 'static,
    W: Fn(&Block, &mut P) + Send + Sync + 'static,
    P: Default + Send + 'static,
    E: From<input::Error>,
{
    let (mut block, mut product) = (Block::default(), P::default());
    let mut done = 0;
    while done < blocks.size() || threads < 2 {
        if !blocks.read(&mut block).map_err(input::Error::from)? {
            return Ok(());
        }
        done += block.len();
        work(&block, &mut product);
        take(&mut product)?;
    }
    let (leave, tickets) = sync_channel(threads);
    let spare = Arc::default();
    let line = Arc::new(Line {
        input: Mutex::new((blocks, leave)),
        work,
        spare: Arc::clone(&spare),
    });
    let start = || {
        let line = Arc::clone(&line);
        worker().spawn(move || line.work())
    };
    if (0..threads).map_while(|_| start().ok()).count() == 0 {
        // the system gives no thread
        let (blocks, _) = &mut *lock(&line.input);
        while blocks.read(&mut block).map_err(input::Error::from)? {
            (line.work)(&block, &mut product);
            take(&mut product)?;
        }
        return Ok(());
    }
    // the last worker closes the line
    drop(line);
    for ticket in tickets {
        let ticket = ticket.map_err(input::Error::from)?;
        // a worker that panicked has said so
        let mut product = ticket
            .recv()
            .unwrap_or_else(|error| panic::resume_unwind(Box::new(error)));
        take(&mut product)?;
        lock(&spare).push(product);
    }
    Ok(())
}

impl<R: Read, W: Fn(&Block, &mut P), P: Default> Line<R, W, P> {
    /// Works until there is no more input, or nobody takes the products any more.
    fn work(&self) {
        let mut block = Block::default();
        while let Some(done) = self.next(&mut block) {
            let mut product = lock(&self.spare).pop().unwrap_or_default();
            (self.work)(&block, &mut product);
            // if nobody takes it, the next ticket isn't taken either
            _ = done.send(product);
        }
    }

    /// Reads the next block and leaves a ticket for it.
    fn next(&self, block: &mut Block) -> Option<SyncSender<P>> {
        let (blocks, leave) = &mut *lock(&self.input);
        match blocks.read(block) {
            Ok(false) => None,
            Ok(true) => {
                let (done, ticket) = sync_channel(1);
                leave.send(Ok(ticket)).ok().map(|()| done)
            }
            Err(error) => {
                // if nobody takes it, nobody wants to know
                _ = leave.send(Err(error));
                None
            }
        }
    }
}

/// What one block after the other has a turn at, whoever works on them.
#[derive(Debug, Default)]
pub struct Turns<T> {
    state: Mutex<(usize, T)>,
    has_changed: Condvar,
}

impl<T> Turns<T> {
    /// The first block has its turn at `state`.
    pub fn new(state: T) -> Self {
        Self {
            state: Mutex::new((0, state)),
            has_changed: Condvar::new(),
        }
    }

    /// Has a turn while no block is worked on.
    pub fn now<R>(&self, step: impl FnOnce(&mut T) -> R) -> R {
        step(&mut lock(&self.state).1)
    }

    /// Waits until all blocks before this one have had their turn. Every block must take its turn.
    pub fn take<R>(&self, block: &Block, step: impl FnOnce(&mut T) -> R) -> R {
        let is_early = |(turn, _): &mut (usize, T)| *turn != block.number();
        let state = self.has_changed.wait_while(lock(&self.state), is_early);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        let result = step(&mut state.1);
        state.0 += 1;
        self.has_changed.notify_all();
        result
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    type Lines = Vec<(usize, String)>;

    /// Notes lines and, in turn, how many there were before each block.
    fn worker() -> impl Fn(&Block, &mut Lines) + Send + Sync + 'static {
        let turns = Turns::new(0);
        move |block, lines| {
            lines.clear();
            let found = block.candidates().0;
            lines.extend(found.map(|(line, text)| (line, text.to_owned())));
            let before = turns.take(block, |count| {
                *count += lines.len();
                *count - lines.len()
            });
            for (index, (line, _)) in lines.iter().enumerate() {
                assert_eq!(*line, before + index + 1);
            }
        }
    }

    #[test]
    fn lines_come_out_as_they_went_in_wherever_blocks_end_and_whoever_works() {
        let input: Lines = (1..200)
            .map(|line| (line, "x".repeat(1 + line % 17)))
            .collect();
        let text: String = input.iter().map(|(_, text)| format!("{text}\n")).collect();
        for size in 1..50 {
            for threads in 1..5 {
                let reader = io::Cursor::new(text.clone().into_bytes());
                let mut output = Lines::new();
                let taken = run(Blocks::new(reader, size), threads, worker(), |lines| {
                    output.append(lines);
                    Ok::<(), input::Error>(())
                });
                assert!(taken.is_ok());
                assert_eq!(output, input, "{size} bytes at a time, {threads} threads");
            }
        }
    }

    /// Gives the next line when the one before has been answered.
    struct Talk(Receiver<Vec<u8>>);

    impl Read for Talk {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let line = self.0.recv().unwrap_or_default();
            buffer[..line.len()].copy_from_slice(&line);
            Ok(line.len())
        }
    }

    #[test]
    fn a_line_is_answered_before_the_next_one_is_waited_for() {
        let (say, heard) = channel();
        let mut count = 1;
        say.send(b"1\n".to_vec()).unwrap();
        let mut say = Some(say);
        let taken = run(Blocks::new(Talk(heard), 8), 3, worker(), |lines| {
            assert_eq!(*lines, [(count, count.to_string())]);
            count += 1;
            match &say {
                Some(say) if count < 100 => say.send(format!("{count}\n").into_bytes()).unwrap(),
                _ => say = None,
            }
            Ok::<(), input::Error>(())
        });
        assert!(taken.is_ok());
        assert_eq!(count, 100);
    }

    #[test]
    fn whoever_takes_nothing_any_more_waits_for_nobody() {
        let (say, heard) = channel();
        say.send(b"1\n2\n3\n4\n".to_vec()).unwrap();
        say.send(b"5\n".to_vec()).unwrap();
        let mut count = 0;
        let taken = run(Blocks::new(Talk(heard), 8), 2, worker(), |_| {
            count += 1;
            match count {
                1 => Ok(()),
                _ => Err(input::Error::from(io::Error::other("full"))),
            }
        });
        assert!(format!("{:?}", taken.unwrap_err()).contains("full"));
        drop(say);
    }

    /// Breaks after the first line.
    struct Broken(bool);

    impl Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if std::mem::replace(&mut self.0, true) {
                return Err(io::Error::other("broken"));
            }
            buffer[..2].copy_from_slice(b"1\n");
            Ok(2)
        }
    }

    #[test]
    fn what_came_before_an_error_is_taken_first() {
        for (size, threads) in [(2, 2), (2, 1), (64, 2)] {
            let mut output = Lines::new();
            let taken = run(
                Blocks::new(Broken(false), size),
                threads,
                worker(),
                |lines| {
                    output.append(lines);
                    Ok::<(), input::Error>(())
                },
            );
            let error = taken.unwrap_err();
            assert_eq!(error.to_string(), "can't read standard input");
            assert!(format!("{error:?}").contains("broken"));
            assert_eq!(output, [(1, "1".to_owned())]);
        }
    }
}
