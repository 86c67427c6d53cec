import { intrinsics } from '../intrinsics.js';

/**
 * Guest side of `host.llm.generate`. What is asked may be a text, a conversation or an object that has all of it.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const llmGenerate = (ask) =>
  /** @param {string | object[] | object} question @param {object} [options] */
  function generate(question, options = {}) {
    if (typeof question === 'string') {
      return ask('llm_generate', () => options, 'prompt', question);
    }
    return ask('llm_generate', () =>
      intrinsics.isArray(question) ? { messages: question, ...options } : { ...question, ...options },
    );
  };
