// SPDX-License-Identifier: Apache-2.0
// Compiles nothing but the precompiled header that all test programs share.
