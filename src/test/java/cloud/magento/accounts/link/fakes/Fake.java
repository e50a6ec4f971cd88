package cloud.magento.accounts.link.fakes;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Stands in for a wide interface by an object that has the few methods a test needs, with the same names and
 * parameters. A call of any other method fails and names it.
 */
public final class Fake {

    private Fake() {}

    public static <T> T of(Class<T> type, Object methods) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(methods, proxy, method, arguments)));
    }

    private static Object call(Object methods, Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> methods.toString();
            };
        }
        try {
            Method own = methods.getClass().getMethod(method.getName(), method.getParameterTypes());
            own.setAccessible(true);
            return own.invoke(methods, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } catch (NoSuchMethodException e) {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            throw new UnsupportedOperationException(methods.getClass().getSimpleName() + " does not fake " + method, e);
        }
    }
}
