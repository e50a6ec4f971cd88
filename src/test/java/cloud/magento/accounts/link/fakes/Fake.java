package cloud.magento.accounts.link.fakes;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Fakes the few methods that a test needs of a wide interface: an interface of our own extends both that one and this
 * one, and overrides them by default methods. The compiler checks each {@code @Override} against Keycloak's interface,
 * and the other methods need no code: a call of one fails and names it, even if it has a body in Keycloak's interface.
 *
 * @param <S> what the methods answer from, as an interface has no fields
 */
public interface Fake<S> {

    S state();

    /** An interface of another package has to be public, as its methods are called from here. */
    static <S, F extends Fake<S>> F of(Class<F> type, S state) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(type, state, proxy, method, arguments)));
    }

    private static Object call(Class<?> type, Object state, Object proxy, Method method, Object[] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Fake.class) {
            return state;
        }
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> type.getName();
            };
        }
        if (method.isDefault() && Fake.class.isAssignableFrom(method.getDeclaringClass())) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        throw new UnsupportedOperationException(type.getName() + " does not fake " + method);
    }
}
