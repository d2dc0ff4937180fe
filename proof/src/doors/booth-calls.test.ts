import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readBoothCalls } from './booth-calls.ts';

const ANSWER = String.raw`71 write(1<pipe:[8841]>, "{\"symbol\":\"ready\"}\n", 19) = 19`;

function forbiddenIn(...lines: readonly string[]): Record<string, number> {
  return Object.fromEntries(readBoothCalls(lines.join('\n'), 1_000).forbidden);
}

describe('the calls of a booth', () => {
  it('may be answers at the pipe, however they are cut, and what threads wake one another with', () => {
    const { seen, told, forbidden } = readBoothCalls(
      [
        ANSWER,
        '71 write(1<pipe:[8841]>, "enough", 6 <unfinished ...>',
        '72 <... write resumed>) = 6',
        '71 writev(1<pipe:[8841]>, [{iov_base="a", iov_len=1}, {iov_base="bc", iov_len=2}], 2) = 3',
        '72 write(9<anon_inode:[eventfd]>, "\\1\\0\\0\\0\\0\\0\\0\\0", 8) = 8',
        '71 openat(AT_FDCWD</>, "/proc/meminfo", O_RDONLY|O_CLOEXEC) = 20',
        '71 clone3({flags=CLONE_VM|CLONE_FS|CLONE_THREAD, child_tid=0x7f}, 88) = 99',
      ].join('\n'),
      0,
    );
    assert.equal(told, 19 + 6 + 3);
    assert.equal(seen, 6);
    assert.deepEqual([...forbidden], []);
  });

  it('may be a portrait that a reader hands over, and not more than one', () => {
    const handedOver = [
      '71 write(3<UNIX-STREAM:[8841->8842]>, "ab", 600) = 400',
      '71 writev(3<UNIX-STREAM:[8841->8842]>, [{iov_base="a", iov_len=200}], 1) = 200',
    ];
    assert.deepEqual(forbiddenIn(...handedOver), {});
    assert.equal(readBoothCalls(handedOver.join('\n'), 600).handedOver, 600);
    assert.deepEqual(forbiddenIn(...handedOver, ...handedOver), { 'other-write': 1 });
    assert.deepEqual(forbiddenIn('71 write(3</tmp/x>, "ab", 2) = 2'), { 'other-write': 1 });
  });

  it('may not open a file for writing, even where the system refuses', () => {
    assert.deepEqual(
      forbiddenIn(
        '71 openat(AT_FDCWD</>, "/tmp/x", O_WRONLY|O_CREAT|O_CLOEXEC, 0666) = -1 EROFS (Read-only file system)',
        '71 creat("/tmp/x", 0666) = 21',
      ),
      { 'writable-open': 2 },
    );
  });

  it('may not ask for a connection, a program or a process', () => {
    assert.deepEqual(
      forbiddenIn(
        '71 socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = -1 EPERM (Operation not permitted)',
        '71 execve("/bin/sh", ["sh"], 0x7ffd /* 4 vars */) = 0',
        '71 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD) = 99',
      ),
      { socket: 1, program: 1, child: 1 },
    );
  });

  it('are counted by themselves where they go through a queue, in which nobody can look', () => {
    const call = '71 io_uring_enter(17<anon_inode:[io_uring]>, 1, 1, 0, NULL, 0) = 1';
    assert.equal(readBoothCalls([call, call].join('\n'), 0).queued, 2);
    assert.equal(readBoothCalls(ANSWER, 0).queued, 0);
  });

  it('may not leave anything with the system, nor go round what is watched', () => {
    assert.deepEqual(
      forbiddenIn(
        '71 add_key("user", "kept", "AAAA", 4, KEY_SPEC_USER_KEYRING) = 23',
        '71 memfd_create("kept", MFD_CLOEXEC) = 24',
        '71 mkdir("/tmp/a-face", 0777) = -1 EROFS (Read-only file system)',
      ),
      { 'other-way': 3 },
    );
  });

  it('may not write anywhere else', () => {
    assert.deepEqual(
      forbiddenIn(
        '71 write(2<pipe:[8842]>, "AAAA", 4) = 4',
        '71 pwrite64(1<pipe:[8841]>, "a", 1, 0) = -1 ESPIPE (Illegal seek)',
        '71 sendfile(3<socket:[1]>, 4</etc/passwd>, NULL, 9) = 9',
      ),
      { 'other-write': 3 },
    );
  });
});
