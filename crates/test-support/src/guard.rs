//! Processes that cannot outlive the tests.

use std::ffi::OsStr;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

/// A process that ends when this value is dropped, and also when the test program ends in any other
/// way: a shell beside it waits for the end of its input, which the kernel brings about.
pub struct Guarded {
    shell: Child,
}

impl Guarded {
    /// Runs a shell script, which must end by itself at the end of its input.
    pub fn script(mut command: Command) -> Self {
        let shell = command
            .stdin(Stdio::piped())
            // The terminal's Ctrl-C is for the test program; its end is enough.
            .process_group(0)
            .spawn()
            .expect("a shell can be started");
        Self { shell }
    }

    /// Runs a program and ends it with SIGKILL, or by [`Self::terminate`].
    pub fn program(program: impl AsRef<OsStr>, set_up: impl FnOnce(&mut Command)) -> Self {
        let mut command = Command::new("sh");
        command.args([
            "-c",
            r#""$@" & pid=$!; exec >&-; read -r signal; kill "-${signal:-KILL}" $pid; wait $pid 2>/dev/null"#,
            "sh",
        ]);
        command.arg(program);
        set_up(&mut command);
        Self::script(command)
    }

    /// Runs a program and ends it with SIGKILL together with all that it started and left in its process group.
    pub fn family(program: impl AsRef<OsStr>, set_up: impl FnOnce(&mut Command)) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", r#""$@" & exec >&-; read -r _; kill -KILL 0"#, "sh"]);
        command.arg(program);
        set_up(&mut command);
        Self::script(command)
    }

    /// What the program prints, if that was asked for.
    pub fn stdout(&mut self) -> Option<ChildStdout> {
        self.shell.stdout.take()
    }

    /// Asks a program to end by SIGTERM, and waits until it has.
    pub fn terminate(mut self) -> ExitStatus {
        let mut input = self.shell.stdin.take().expect("its input was asked for");
        input.write_all(b"TERM\n").expect("its shell listens");
        drop(input);
        self.shell.wait().expect("a child can be waited for")
    }

    /// The most memory that the program took so far, in MiB.
    pub fn peak_mib(&self) -> u64 {
        let id = self.shell.id();
        let read = |path: String| std::fs::read_to_string(path).expect("the kernel tells of processes");
        let children = read(format!("/proc/{id}/task/{id}/children"));
        let status = read(format!("/proc/{}/status", children.trim()));
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("it takes memory");
        peak.trim().trim_end_matches("kB").trim().parse::<u64>().expect("a number") / 1024
    }

    /// Whether it still runs.
    pub fn alive(&mut self) -> bool {
        matches!(self.shell.try_wait(), Ok(None))
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        self.shell.wait().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader};
    use std::time::Duration;

    #[test]
    fn what_a_program_started_ends_with_it() {
        let mut family = Guarded::family("sh", |command| {
            command.args(["-c", "sleep 1000 & echo $!; wait"]).stdout(Stdio::piped());
        });
        let mut line = String::new();
        BufReader::new(family.stdout().expect("its output was asked for")).read_line(&mut line).expect("a line");
        let child = std::path::PathBuf::from("/proc").join(line.trim());
        assert!(child.exists());
        drop(family);
        // Its parent is gone: whoever takes it over buries it.
        let ended = || {
            let stat = std::fs::read_to_string(child.join("stat")).unwrap_or_default();
            (stat.is_empty() || stat.contains(") Z ")).then_some(())
        };
        crate::clock::until("the child to end", Duration::from_secs(5), ended);
    }
}
