package cloud.magento.accounts.link.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.linkage.Linkage.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user of a library is compiled against one version of it, and linked against another. */
@DisplayName("The check of Keycloak's members")
final class LinkageTest {

    private static final String LIBRARY = """
            package lib;
            public abstract class Base {
                public int count;
                public void hook() {}
                public static String name() { return ""; }
                protected abstract void work();
            }
            """;

    private static final String USER = """
            package user;
            public final class User extends lib.Base {
                @Override public void hook() { count++; }
                @Override protected void work() {
                    java.util.function.Supplier<String> name = lib.Base::name;
                    name.get();
                }
            }
            """;

    @TempDir
    private Path directory;

    private Path compiledAgainst;
    private byte[] user;

    @BeforeEach
    void compileTheUser() throws IOException {
        compiledAgainst = jar("compiled", "lib-1.0.jar", compile("base", "lib/Base", LIBRARY));
        user = compile("user", "user/User", USER);
    }

    @Test
    void findsNothingInTheVersionOfTheCompiler() throws IOException {
        Result result = link(compiledAgainst);

        assertThat(result.broken()).isEmpty();
        assertThat(result.neverCalled()).isEmpty();
        assertThat(result.used())
                .as("the class, its constructor, a field, a method")
                .isEqualTo(4);
    }

    @Test
    void findsAMissingMethodBehindAMethodReference() throws IOException {
        assertThat(linkWith("public static String name() { return \"\"; }", "").broken())
                .containsExactly("lib.Base.name()Ljava/lang/String; does not exist");
    }

    @Test
    void findsAChangedResult() throws IOException {
        assertThat(linkWith("String name() { return \"\"; }", "Object name() { return null; }")
                        .broken())
                .containsExactly("lib.Base.name()Ljava/lang/String; does not exist");
    }

    @Test
    void findsAMissingField() throws IOException {
        assertThat(linkWith("public int count;", "public long count;").broken())
                .containsExactly("user.User.count:I does not exist");
    }

    @Test
    void findsAMethodThatIsNoLongerPublic() throws IOException {
        assertThat(linkWith("public static String name", "static String name").broken())
                .containsExactly("lib.Base.name()Ljava/lang/String; is not public");
    }

    @Test
    void findsAFinalMethodThatIsOverridden() throws IOException {
        assertThat(linkWith("public void hook", "public final void hook").broken())
                .containsExactly("hook()V is final in lib.Base, and user.User overrides it");
    }

    @Test
    void findsANewAbstractMethod() throws IOException {
        assertThat(linkWith("public int count;", "public int count; public abstract void more();")
                        .broken())
                .containsExactly("user.User does not implement lib.Base.more()V");
    }

    @Test
    void findsAFinalClassThatIsExtended() throws IOException {
        assertThat(linkWith(
                                "public abstract class Base",
                                "public final class Base",
                                "abstract void work();",
                                "void work() {}")
                        .broken())
                .contains("lib.Base is final, and user.User extends it");
    }

    @Test
    void findsAMethodThatKeycloakNeverCalls() throws IOException {
        assertThat(linkWith("public void hook() {}", "").neverCalled())
                .containsExactly("user.User.hook()V (of lib.Base)");
    }

    @Test
    void findsAMissingClass() throws IOException {
        Result result =
                link(jar("other", "lib-2.0.jar", compile("unused", "lib/Other", "package lib; class Other {}")));

        assertThat(result.broken()).contains("lib.Base does not exist");
        assertThat(result.unserved()).isZero();
    }

    @Test
    void doesNotTakeAMissingJarForAMissingClass() throws IOException {
        Result result =
                link(jar("partial", "other-2.0.jar", compile("unused", "lib/Other", "package lib; class Other {}")));

        assertThat(result.broken()).isEmpty();
        assertThat(result.unserved()).isEqualTo(4);
    }

    @Test
    void exceptsWhatIsUsedOnlyWhereItExists() {
        NewerMember member = new NewerMember("26.5.0", "lib.Base");

        assertThat(member.explains("lib.Base.name() does not exist", "26.4.7")).isTrue();
        assertThat(member.explains("lib.Base.name() does not exist", "26.5.0")).isFalse();
        assertThat(member.explains("lib.Basement does not exist", "26.4.7")).isFalse();
    }

    private Result linkWith(String... changes) throws IOException {
        String source = LIBRARY;
        for (int i = 0; i < changes.length; i += 2) {
            assertThat(source).contains(changes[i]);
            source = source.replace(changes[i], changes[i + 1]);
        }
        return link(jar("changed", "lib-2.0.jar", compile("changed-base", "lib/Base", source)));
    }

    private Result link(Path version) throws IOException {
        try (Library library = Library.in(version);
                Library complete = Library.in(compiledAgainst)) {
            return new Linkage(List.of(user), library, complete).check();
        }
    }

    private byte[] compile(String name, String type, String source) throws IOException {
        Path sources = directory.resolve(name);
        Path file = sources.resolve(type + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        String classPath = directory.resolve("compiled/lib-1.0.jar").toString();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", sources.toString(), file.toString());
        assertThat(status).isZero();
        return Files.readAllBytes(sources.resolve(type + ".class"));
    }

    /** A directory with one JAR, which has the class. */
    private Path jar(String name, String file, byte[] classFile) throws IOException {
        Path version = Files.createDirectories(directory.resolve(name));
        try (OutputStream out = Files.newOutputStream(version.resolve(file));
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new ZipEntry(ClassShape.of(classFile).name() + ".class"));
            jar.write(classFile);
        }
        return version;
    }
}
