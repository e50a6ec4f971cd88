package cloud.magento.accounts.link.support;

import java.util.Optional;

/** The version of this extension, from the manifest of its JAR. */
public final class ExtensionVersion {

    private ExtensionVersion() {}

    /** The version, or {@code unpacked} if the classes are not in a JAR. */
    public static String text() {
        return Optional.ofNullable(ExtensionVersion.class.getPackage().getImplementationVersion())
                .orElse("unpacked");
    }
}
