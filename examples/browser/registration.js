import { emailAddress, emailFaults, passwordFaults } from '@online-cinema/domain/accounts';
import { element } from './page.js';

const email = element('email', HTMLInputElement);
const password = element('password', HTMLInputElement);

element('registration', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  const wrong = [
    ...markFaults(email, emailFaults(email.value)),
    ...markFaults(password, passwordFaults(password.value)),
  ];
  wrong[0]?.focus();
  element('registered', HTMLElement).textContent =
    wrong.length === 0 ? `${emailAddress(email.value)} can be registered.` : '';
});

/**
 * Says at a field what is wrong with it.
 *
 * @param {HTMLInputElement} field
 * @param {readonly import('@online-cinema/domain/shared').Fault[]} faults
 * @returns {readonly HTMLInputElement[]} the field, if anything is
 */
function markFaults(field, faults) {
  const items = faults.map(({ message }) => {
    const item = document.createElement('li');
    item.textContent = message;
    return item;
  });
  element(`${field.id}-faults`, HTMLUListElement).replaceChildren(...items);
  field.setAttribute('aria-invalid', String(faults.length > 0));
  return faults.length > 0 ? [field] : [];
}
