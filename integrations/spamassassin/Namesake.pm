# SPDX-License-Identifier: Apache-2.0
# Asks a running namesaked about every message, once, for the rules of namesake.cf. For SpamAssassin 4.

package Mail::SpamAssassin::Plugin::Namesake;

use strict;
use warnings;

use HTTP::Tiny;
use JSON::PP ();
use Mail::SpamAssassin::Plugin;

our @ISA = qw(Mail::SpamAssassin::Plugin);

# A verdict of namesaked; UNCHECKED is ours.
my %VERDICTS = map { $_ => 1 } qw(NONE SUSPICIOUS SPOOF MALICIOUS-BEC);

sub new {
  my ($class, $main) = @_;
  my $self = $class->SUPER::new($main);
  bless $self, ref($class) || $class;
  $self->register_eval_rule("check_namesake", $Mail::SpamAssassin::Conf::TYPE_HEAD_EVALS);
  my $text = $Mail::SpamAssassin::Conf::CONF_TYPE_STRING;
  my $number = $Mail::SpamAssassin::Conf::CONF_TYPE_NUMERIC;
  $main->{conf}{parser}->register_commands([
    {setting => 'namesake_url', is_admin => 1, default => 'http://127.0.0.1:8787', type => $text},
    {setting => 'namesake_account', is_admin => 1, default => '', type => $text},
    {setting => 'namesake_token_file', is_admin => 1, default => '', type => $text},
    {setting => 'namesake_authserv_id', is_admin => 1, default => '', type => $text},
    {setting => 'namesake_timeout', is_admin => 1, default => 5, type => $number},
  ]);
  return $self;
}

# The rule hits when the message's verdict is $verdict, and shows the reason below its description.
sub check_namesake {
  my ($self, $pms, $verdict) = @_;
  return 0 if $self->{main}{lint_rules};
  my $found = $pms->{namesake} //= $self->ask($pms);
  return 0 if $found->{verdict} ne $verdict;
  $pms->test_log($found->{reason}, $pms->get_current_eval_rule_name()) if $found->{reason} ne '';
  $pms->set_tag('NAMESAKEREASON', $found->{reason});
  return 1;
}

sub ask {
  my ($self, $pms) = @_;
  my $found = eval { $self->ask_server($pms) };
  return $found if $found;
  my $why = $@;
  $why =~ s/( at \S+ line \d+\.)?\s*\z//;
  warn("namesake: not checked: $why\n");  # goes to SpamAssassin's log
  return {verdict => 'UNCHECKED', reason => $why};
}

# Dies with the reason when there is no verdict.
sub ask_server {
  my ($self, $pms) = @_;
  my $conf = $pms->{conf};
  my $http = HTTP::Tiny->new(timeout => $conf->{namesake_timeout}, verify_SSL => 1, max_redirect => 0);
  (my $url = $conf->{namesake_url}) =~ s{/+\z}{};
  my $parameters = $http->www_form_urlencode(envelope($pms));
  my $answer = $http->post(
    "$url/client/v4/accounts/$conf->{namesake_account}/email-security/scan?$parameters",
    {
      headers => {
        'Authorization' => 'Bearer ' . token($conf->{namesake_token_file}),
        'Content-Type' => 'message/rfc822',
      },
      content => $pms->{msg}->get_pristine_header() . "\r\n",  # the body stays here
    });
  die one_line($answer->{content}) if $answer->{status} == 599;  # HTTP::Tiny's own: no answer
  my $body = eval { JSON::PP->new->utf8->decode($answer->{content}) } || {};
  if ($answer->{status} != 200) {
    my $error = eval { $body->{errors}[0]{message} } // '';
    die "the server answers $answer->{status} $error\n";
  }
  my $result = ref $body->{result} eq 'HASH' ? $body->{result} : {};
  my $verdict = $result->{final_disposition} // '';
  die "the server's answer is no verdict\n" if !$VERDICTS{$verdict};
  my $reason = eval { $result->{findings}[0]{detail} } // '';
  utf8::encode($reason);
  return {verdict => $verdict, reason => $reason};
}

# What SpamAssassin knows of the SMTP session. What it does not, the server reads from Return-Path and
# Delivered-To.
sub envelope {
  my ($pms) = @_;
  my $relay = ($pms->{relays_external} || [])->[0];
  my %known = (
    authserv_id => $pms->{conf}{namesake_authserv_id},
    envelope_from => scalar $pms->get('EnvelopeFrom:addr', ''),
    client_ip => $relay ? $relay->{ip} : '',
  );
  return {map { $_ => $known{$_} } grep { defined $known{$_} && $known{$_} ne '' } keys %known};
}

sub token {
  my ($path) = @_;
  open(my $file, '<', $path) or die "namesake_token_file $path: $!\n";
  my $token = <$file> // '';
  close($file);
  $token =~ s/\s+\z//;
  die "namesake_token_file $path holds no token\n" if $token eq '';
  return $token;
}

sub one_line {
  my ($text) = @_;
  $text =~ s/\s+/ /g;
  return $text;
}

1;
