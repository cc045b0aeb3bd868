#include <map>

#include "core/tracking/tracking.h"
#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::test;

namespace {

using Files = std::map<std::string, std::string>; // path → text; a path that ends with '/' is a folder

const std::string one(40, '1');
const std::string two(40, '2');
const std::string sha256(64, 'a');

} // namespace

Q_DECLARE_METATYPE(Files)

class TestGitCommit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isRead_data();
    void isRead();
};

void TestGitCommit::isRead_data()
{
    QTest::addColumn<Files>("files");
    QTest::addColumn<std::string>("folder");
    QTest::addColumn<std::string>("commit");
    const auto row = [](const char *name, const Files &files, const std::string &folder,
                        const std::string &commit) { QTest::newRow(name) << files << folder << commit; };
    const Files branch = {{"a/.git/HEAD", "ref: refs/heads/main\n"}, {"a/.git/refs/heads/main", one + "\n"}};
    row("branch", branch, "a", one);
    row("from a folder below", branch, "a/b/c", one);
    row("not from beside", branch, "b", "");
    row("nowhere", {}, "a", "");
    row("detached", {{"a/.git/HEAD", one + "\n"}}, "a", one);
    row("without a line end", {{"a/.git/HEAD", one}}, "a", one);
    row("SHA-256", {{"a/.git/HEAD", sha256 + "\n"}}, "a", sha256);
    row("branch with a slash",
        {{"a/.git/HEAD", "ref: refs/heads/fix/it\n"}, {"a/.git/refs/heads/fix/it", one + "\n"}}, "a", one);
    row("packed",
        {{"a/.git/HEAD", "ref: refs/heads/main\n"},
         {"a/.git/packed-refs", "# pack-refs with: peeled fully-peeled sorted\n" + two +
                                    " refs/heads/main2\n" + one + " refs/heads/main\n^" + two + "\n"}},
        "a", one);
    row("packed with carriage returns",
        {{"a/.git/HEAD", "ref: refs/heads/main\r\n"}, {"a/.git/packed-refs", one + " refs/heads/main\r\n"}},
        "a", one);
    row("a loose one hides a packed one",
        {{"a/.git/HEAD", "ref: refs/heads/main\n"},
         {"a/.git/refs/heads/main", one + "\n"},
         {"a/.git/packed-refs", two + " refs/heads/main\n"}},
        "a", one);
    row("symbolic reference to another",
        {{"a/.git/HEAD", "ref: refs/heads/alias\n"},
         {"a/.git/refs/heads/alias", "ref: refs/heads/main\n"},
         {"a/.git/packed-refs", one + " refs/heads/main\n"}},
        "a", one);
    row("references in a circle",
        {{"a/.git/HEAD", "ref: refs/heads/a\n"},
         {"a/.git/refs/heads/a", "ref: refs/heads/b\n"},
         {"a/.git/refs/heads/b", "ref: refs/heads/a\n"}},
        "a", "");
    row("worktree",
        {{"w/.git", "gitdir: ../a/.git/worktrees/w\n"},
         {"a/.git/HEAD", "ref: refs/heads/main\n"},
         {"a/.git/refs/heads/main", two + "\n"},
         {"a/.git/refs/heads/side", one + "\n"},
         {"a/.git/worktrees/w/HEAD", "ref: refs/heads/side\n"},
         {"a/.git/worktrees/w/commondir", "../..\n"}},
        "w", one);
    row("worktree with packed references",
        {{"w/.git", "gitdir: ../a/.git/worktrees/w\n"},
         {"a/.git/packed-refs", one + " refs/heads/side\n"},
         {"a/.git/worktrees/w/HEAD", "ref: refs/heads/side\n"},
         {"a/.git/worktrees/w/commondir", "../..\n"}},
        "w/below", one);
    row("submodule",
        {{"a/sub/.git", "gitdir: ../.git/modules/sub\n"}, {"a/.git/modules/sub/HEAD", one + "\n"}}, "a/sub",
        one);
    row("no commit yet", {{"a/.git/HEAD", "ref: refs/heads/main\n"}}, "a", "");
    row("empty .git", {{"a/.git/", ""}}, "a", "");
    row("empty HEAD", {{"a/.git/HEAD", ""}}, "a", "");
    row("broken HEAD", {{"a/.git/HEAD", "rubbish\n"}}, "a", "");
    row("hash too short", {{"a/.git/HEAD", "1234567\n"}}, "a", "");
    row("no hash", {{"a/.git/HEAD", std::string(40, 'z')}}, "a", "");
    row("broken gitdir", {{"a/.git", "rubbish\n"}}, "a", "");
    row("gitdir that is gone", {{"a/.git", "gitdir: ../gone\n"}}, "a", "");
    row("reference out of the repository",
        {{"a/.git/HEAD", "ref: refs/../../secret\n"}, {"a/secret", one + "\n"}}, "a", "");
    row("reference that is none", {{"a/.git/HEAD", "ref: config\n"}, {"a/.git/config", one + "\n"}}, "a", "");
}

void TestGitCommit::isRead()
{
    QFETCH(const Files, files);
    QFETCH(const std::string, folder);
    QFETCH(const std::string, commit);
    const QTemporaryDir place;
    const auto root = toPath(place.path().toStdString());
    for (const auto &[path, text] : files) {
        if (path.ends_with('/'))
            std::filesystem::create_directories(root / toPath(path));
        else
            QVERIFY(writeFile(root / toPath(path), text).has_value());
    }
    QCOMPARE(tracking::gitCommit(root / toPath(folder)), commit);
}

QTEST_GUILESS_MAIN(TestGitCommit)
#include "tst_git_commit.moc"
