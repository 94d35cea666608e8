import { Component, type ReactNode } from 'react';
import { problemOf, type Problem } from '../../core/problem';
import { ProblemNote } from './ProblemNote';

/** Keeps a fault of one part of the page from taking the rest with it. React asks for a class here. */
export class ErrorBoundary extends Component<
  { readonly part: string; readonly children: ReactNode },
  { readonly problem: Problem | null }
> {
  override state: { readonly problem: Problem | null } = { problem: null };

  static getDerivedStateFromError(error: unknown): { readonly problem: Problem } {
    return { problem: problemOf(error, 'This part of the page') };
  }

  override render(): ReactNode {
    return this.state.problem ? (
      <ProblemNote problem={{ ...this.state.problem, subject: this.props.part }} />
    ) : (
      this.props.children
    );
  }
}
